#include "archiver/text/xlsx_parts.hpp"

#include <algorithm>
#include <charconv>

namespace tradewind::archiver {

namespace {
// More than a spreadsheet can hold (65,490 cell styles; sheets are bounded by memory there).
constexpr std::size_t most_styles = 70'000, most_sheets = 10'000;
}  // namespace

std::int64_t whole_number(std::string_view text, std::int64_t otherwise) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? number : otherwise;
}

void WorkbookPart::opened(std::string_view name, const Attributes& attributes) {
  if (name == "workbookPr") {
    const auto value = attribute(attributes, "date1904");
    from_1904 = value == "1" || value == "true";
  } else if (name == "sheet" && sheets.size() < most_sheets) {
    const auto state = attribute(attributes, "state");
    sheets.push_back({std::string(attribute(attributes, "name")), std::string(attribute(attributes, "id")),
                      state == "hidden" || state == "veryHidden"});
  }
}

void RelationsPart::opened(std::string_view name, const Attributes& attributes) {
  if (name != "Relationship" || relations.size() >= most_sheets) return;
  relations[std::string(attribute(attributes, "Id"))] = {std::string(attribute(attributes, "Type")),
                                                         std::string(attribute(attributes, "Target"))};
}

std::string RelationsPart::target_of_type(std::string_view end) const {
  for (const auto& [id, relation] : relations)
    if (relation.type.ends_with(end)) return relation.target;
  return {};
}

void StylesPart::opened(std::string_view name, const Attributes& attributes) {
  if (name == "numFmt" && own_formats_.size() < most_styles) {
    own_formats_[whole_number(attribute(attributes, "numFmtId"), -1)] =
        shape_of_code(attribute(attributes, "formatCode"));
  } else if (name == "cellXfs") {
    in_cell_styles_ = true;
  } else if (name == "xf" && in_cell_styles_ && styles_.size() < most_styles) {
    const std::int64_t format = whole_number(attribute(attributes, "numFmtId"), 0);
    const auto own = own_formats_.find(format);
    styles_.push_back(own == own_formats_.end() ? built_in_shape(format) : own->second);
  }
}

void StylesPart::closed(std::string_view name) {
  if (name == "cellXfs") in_cell_styles_ = false;
}

NumberShape StylesPart::shape(std::int64_t style) const {
  if (style < 0 || static_cast<std::size_t>(style) >= styles_.size()) return NumberShape::number;
  return styles_[static_cast<std::size_t>(style)];
}

void SharedStringsPart::opened(std::string_view name, const Attributes&) {
  if (name == "si") {
    full_ = full_ || left_ < sizeof(std::string);
    if (full_) return;
    left_ -= sizeof(std::string);
    strings.emplace_back();
    in_item_ = true;
  } else if (name == "rPh") {
    ++readings_;
  } else if (name == "t") {
    in_text_ = in_item_ && readings_ == 0;
  }
}

void SharedStringsPart::closed(std::string_view name) {
  if (name == "si") in_item_ = false;
  if (name == "rPh") --readings_;
  if (name == "t") in_text_ = false;
}

void SharedStringsPart::text(std::string_view text) {
  if (!in_text_ || full_) return;
  full_ = text.size() > left_;
  if (full_) return;
  left_ -= text.size();
  strings.back().append(text);
}

}  // namespace tradewind::archiver
