// Features: what the kind model sees of a message. Each has a name, so that weights are readable data and a decision
// can say its reasons.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// Facts about the message's circumstances. Their names in the weights file are those of `circumstance_names`, in this
// order.
enum class Circumstance : std::uint8_t {
  outbound,
  internal,
  customer,
  known_contact,
  supplier,
  stranger,
  free_mail,
  company_domain,
  platform,
  notice,
  machine_sender,
  role_sender,
  bulk_header,
  machine_header,
  calendar,
  thread,
  thread_ours,
  thread_inquiry,
  thread_deal,
  thread_order,
  thread_service,
  thread_supplier,
  reply_mark,
  forward_mark,
  false_reply,
  answers_ours,
  answers_bulk,
  wrote_before,
  we_wrote,
  lead_open,
  number_quotation,
  number_order,
  number_case,
  file_document,
  file_sheet,
  file_image,
  file_html,
  file_archive,
  password_form,
  reply_elsewhere,
  fails_authentication,
  lookalike,
  borrowed_name,
  own_in_sender,
  borrowed_user,
  borrowed_brand,
  own_address_in_text,
  product,
  products,
  fresh,
};
inline constexpr std::size_t circumstance_count = static_cast<std::size_t>(Circumstance::fresh) + 1;
[[nodiscard]] std::string_view circumstance_name(Circumstance circumstance);

struct Circumstances {
  bool is[circumstance_count] = {};
  void set(Circumstance circumstance, bool holds = true) {
    is[static_cast<std::size_t>(circumstance)] = is[static_cast<std::size_t>(circumstance)] || holds;
  }
  [[nodiscard]] bool operator[](Circumstance circumstance) const { return is[static_cast<std::size_t>(circumstance)]; }
};

struct FeatureText {
  std::string_view subject;      // without reply marks
  std::string_view written;      // the author's own words
  std::string_view attachments;  // names, one a line
};

struct Feature {
  std::uint32_t index = 0;  // in feature_names()
  float value = 0;          // 0..1
};
struct Features {
  std::vector<Feature> all;
  std::vector<std::string> words;   // by index in `all`: what was found, "" for circumstances
  std::vector<std::string> tokens;  // the different words of subject and text, folded; weighed by the model's own list
};

[[nodiscard]] const std::vector<std::string>& feature_names();
// What a token counts beside `known` tokens that the model weighs: a long letter's words do not drown its
// circumstances.
[[nodiscard]] float token_value(std::size_t known);
[[nodiscard]] Features make_features(const FeatureText& text, const Circumstances& circumstances);

// make_features() in two steps, where one text is weighed in several circumstances.
[[nodiscard]] Features make_text_features(const FeatureText& text);
void add_circumstances(const Circumstances& circumstances, Features& features);

}  // namespace tradewind::archiver
