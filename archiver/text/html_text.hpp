// HTML of a mail as a person would read it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradewind::archiver {

struct HtmlText {
  // Blocks on lines of their own, paragraphs apart by a blank line, list items behind "- ", cells of a table row apart
  // by a tab, quoted blocks behind "> " marks. Hidden elements, styles and scripts are left out.
  std::string text;
  // Where the mail client's own mark says that the quoted history begins; npos if there is no such mark.
  std::size_t history_at = std::string::npos;
  // Label/value pairs: table rows of two cells, dt/dd, and short "Label: value" lines outside quotes.
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<std::string> links;  // http, https, mailto and tel targets, each once
};

struct HtmlLimits {
  std::size_t fields = 500;
  std::size_t links = 200;
  std::size_t text_bytes = 2U << 20;
};

// `html` is UTF-8; whatever it says about its charset is ignored. Never fails. Nesting beyond 256 elements is read
// without structure (tags stripped), so that time stays linear.
[[nodiscard]] HtmlText html_to_text(std::string_view html, const HtmlLimits& limits = {});

}  // namespace tradewind::archiver
