#include "cli/full/full_handlers.hpp"

#include <stdexcept>

namespace tradewind::cli {

namespace {

struct Entry {
  std::string_view noun, verb;
  Handler handler;
};

constexpr Entry entries[] = {
    {"sync", "", run_sync},
    {"import", "mbox", run_import_mail},
    {"import", "maildir", run_import_mail},
    {"import", "eml", run_import_mail},
    {"import", "customers", run_import_customers},
    {"import", "contacts", run_import_contacts},
    {"import", "leads", run_import_leads},
    {"archive", "", run_archive},
    {"nightly", "", run_nightly_job},
    {"index", "rebuild", run_index_rebuild},
    {"mail", "list", run_export},
    {"mail", "lead", run_mail_lead},
    {"review", "", run_review},
    {"search", "", run_export},
};

}  // namespace

Handler find_full_handler(const Command& command) {
  for (const Entry& entry : entries) {
    if (entry.noun == command.noun && entry.verb == command.verb) return entry.handler;
  }
  throw std::logic_error("no handler for " + command.name());
}

}  // namespace tradewind::cli
