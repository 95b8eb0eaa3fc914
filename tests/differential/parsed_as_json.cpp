// parsed_as_json FILE...: what the parser sees in each mail, one JSON object a line; for compare.py, which puts it
// beside what Python's email package sees.
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "archiver/mime/parse.hpp"

namespace {

using namespace tradewind;
using nlohmann::json;

json addresses(const std::vector<crm::MailAddress>& list) {
  json made = json::array();
  for (const crm::MailAddress& each : list) made.push_back({each.name, each.address});
  return made;
}

json describe(const char* file, const archiver::ParsedMessage& message) {
  json names = json::array(), attachments = json::array();
  for (const archiver::HeaderField& field : message.headers) names.push_back(field.name);
  for (const archiver::AttachmentPart& part : message.attachments) attachments.push_back(part.file_name);
  return {{"file", file},
          {"header_names", std::move(names)},
          {"subject", message.subject},
          {"message_id", message.message_id},
          {"references", message.references},
          {"date", message.date ? json(*message.date) : json()},
          {"from", addresses(message.from)},
          {"reply_to", addresses(message.reply_to)},
          {"to", addresses(message.to)},
          {"cc", addresses(message.cc)},
          {"attachments", std::move(attachments)},
          {"text", message.body.whole},
          {"from_html", message.body.from_html}};
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string raw(std::istreambuf_iterator<char>(file), {});
    if (!file) {
      std::cerr << "cannot read " << argv[i] << "\n";
      return 1;
    }
    std::cout << describe(argv[i], archiver::parse_message(raw)).dump(-1, ' ', false, json::error_handler_t::replace)
              << "\n";
  }
}
