#include "archiver/extract/platform.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "archiver/data_table.hpp"
#include "archiver/link/domains.hpp"
#include "tradewind_platforms.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::uintmax_t largest_template = 256U << 10;

std::vector<std::string> folded(const std::vector<std::string_view>& words) {
  std::vector<std::string> out;
  for (const std::string_view word : words) out.push_back(fold(word));
  return out;
}

}  // namespace

PlatformCatalogue::PlatformCatalogue(const std::filesystem::path& directory) {
  for (const platforms::EmbeddedFile& file : platforms::files()) {
    if (file.name == "labels.txt") {
      for_each_entry(file.text, [&](std::string_view field, const std::vector<std::string_view>& labels) {
        if (field == "subject.inquiry")
          inquiry_words_ = folded(labels);
        else if (field == "subject.form")
          form_words_ = folded(labels);
        else
          for (const std::string_view label : labels) labels_.emplace(fold(label), field);
      });
    } else {
      add(file.text);
    }
  }
  if (directory.empty()) return;
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".txt" && entry.is_regular_file(error) &&
        entry.file_size(error) <= largest_template)
      paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    add(std::string(std::istreambuf_iterator<char>(file), {}));
  }
}

void PlatformCatalogue::add(std::string_view text) {
  PlatformTemplate made;
  for_each_entry(text, [&](std::string_view key, const std::vector<std::string_view>& values) {
    if (values.empty()) return;
    if (key == "platform")
      made.platform = std::string(values.front());
    else if (key == "senders")
      made.senders = folded(values);
    else if (key == "relays")
      made.relays = folded(values);
    else if (key == "inquiry")
      made.inquiry = folded(values);
    else if (key == "stop")
      made.stop = folded(values);
    else if (key == "contact")
      made.contact = folded(values);
    else if (key.starts_with("label.")) {
      for (const std::string_view value : values) made.labels[fold(value)] = std::string(key.substr(6));
    }
  });
  // The firm's own file for a platform that is shipped comes before it.
  if (!made.platform.empty()) templates_.insert(templates_.begin(), std::move(made));
}

const PlatformTemplate* PlatformCatalogue::by_sender(std::string_view domain) const {
  for (const PlatformTemplate& each : templates_) {
    for (const std::string& sender : each.senders) {
      if (is_within(domain, sender)) return &each;
    }
  }
  return nullptr;
}

bool PlatformCatalogue::is_relay(std::string_view domain) const {
  return std::any_of(templates_.begin(), templates_.end(), [&](const PlatformTemplate& each) {
    return std::any_of(each.relays.begin(), each.relays.end(),
                       [&](const std::string& relay) { return is_within(domain, relay); });
  });
}

std::string_view PlatformCatalogue::field_of(std::string_view label, const PlatformTemplate* platform) const {
  const std::string key(label);
  if (platform != nullptr) {
    const auto own = platform->labels.find(key);
    if (own != platform->labels.end()) return own->second;
  }
  const auto general = labels_.find(key);
  return general == labels_.end() ? std::string_view() : std::string_view(general->second);
}

}  // namespace tradewind::archiver
