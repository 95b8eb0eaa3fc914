#include "archiver/lead_draft.hpp"

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/language.hpp"
#include "archiver/extract/lead.hpp"
#include "archiver/extract/notice.hpp"
#include "archiver/link/author.hpp"

namespace tradewind::archiver {

crm::LeadDraft draft_lead(const ParsedMessage& message, crm::Knowledge& knowledge, const DecisionOptions& options) {
  const PlatformCatalogue platforms(options.platform_directory);
  Catalogue catalogue;
  catalogue.build(knowledge.products());
  const auto notice = read_notice(message, platforms, notice_sender(message, knowledge));
  const Author author = find_author(message, notice, knowledge);
  return read_lead(author, notice, platforms, catalogue, knowledge.firm().home_country, detect_language(author.text));
}

}  // namespace tradewind::archiver
