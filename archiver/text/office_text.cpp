#include "archiver/text/office_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <pugixml.hpp>
#include <vector>

#include "archiver/text/ascii.hpp"
#include "archiver/text/utf8.hpp"
#include "archiver/text/zip_reader.hpp"

namespace tradewind::archiver {

namespace {
using Members = std::map<std::string, std::string, std::less<>>;

// Members whose text a reader sees. Everything else (images, styles, themes) is skipped without unpacking.
bool is_wanted(std::string_view name) {
  if (!name.ends_with(".xml")) return false;
  static constexpr std::array prefixes{std::string_view("word/document"),
                                       std::string_view("word/header"),
                                       std::string_view("word/footer"),
                                       std::string_view("word/footnotes"),
                                       std::string_view("word/endnotes"),
                                       std::string_view("word/comments"),
                                       std::string_view("xl/sharedStrings"),
                                       std::string_view("xl/worksheets/sheet"),
                                       std::string_view("xl/workbook"),
                                       std::string_view("ppt/slides/slide"),
                                       std::string_view("ppt/notesSlides/notesSlide")};
  return name == "content.xml" ||
         std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return name.starts_with(p); });
}

// The wanted members, unpacked; what a zip bomb holds beyond the limit is never unpacked.
Result<Members> read_members(std::string_view bytes, const AttachmentLimits& limits) {
  Members members;
  const auto take = [&](std::string_view name, std::string_view piece) -> Result<void> {
    members[std::string(name)].append(piece);
    return {};
  };
  const auto read = read_zip(bytes, {limits.unpacked_bytes, limits.seconds}, is_wanted, take);
  if (!read && read.error().fault != Fault::corrupt) return pass_on(read);  // of a damaged one, what it gave
  return members;
}

// Elements after which a line, or a cell, ends; the same local names in all three families.
char break_after(std::string_view name) {
  const std::size_t colon = name.find(':');
  const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
  if (local == "p" || local == "h" || local == "br" || local == "line-break" || local == "table-row" || local == "tr")
    return '\n';
  if (local == "tab" || local == "table-cell" || local == "tc") return '\t';
  return '\0';
}

// Text of flowing documents: all character data, with breaks at the ends of paragraphs and cells. Walks without
// recursion.
class FlowWalker : public pugi::xml_tree_walker {
 public:
  FlowWalker(std::string& text, std::size_t most, bool only_runs) : text_(text), most_(most), only_runs_(only_runs) {}

  bool for_each(pugi::xml_node& node) override {
    if (node.type() == pugi::node_pcdata) {
      // In DOCX and PPTX text stands in <w:t> and <a:t>; other data are field codes and numbers.
      const std::string_view parent = node.parent().name();
      const bool run = parent.ends_with(":t") || parent == "t";
      if (!only_runs_ || run) text_.append(node.value());
    } else if (const char end = break_after(node.name()); end != '\0') {
      if (!text_.empty() && text_.back() != '\n') text_.push_back(end);
    }
    return text_.size() < most_;
  }

 private:
  std::string& text_;
  std::size_t most_;
  bool only_runs_;
};

// pugixml expands no entities of a DTD, so there are no entity bombs; its parser and walker use no recursion.
bool parse_xml(pugi::xml_document& document, const std::string& member) {
  return static_cast<bool>(
      document.load_buffer(member.data(), member.size(), pugi::parse_default | pugi::parse_ws_pcdata));
}

void add_flow(const std::string& member, bool only_runs, std::size_t most, std::string& text) {
  pugi::xml_document document;
  static_cast<void>(parse_xml(document, member));  // of a damaged member, what was read before the damage
  FlowWalker walker(text, most, only_runs);
  document.traverse(walker);
  text.push_back('\n');
}

std::string all_runs(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& child : item.children()) {
    if (std::string_view(child.name()) == "t") text.append(child.text().get());
    if (std::string_view(child.name()) == "r") text.append(child.child("t").text().get());
  }
  return text;
}

std::vector<std::string> shared_strings(const Members& members, std::size_t most) {
  std::vector<std::string> strings;
  const auto found = members.find("xl/sharedStrings.xml");
  pugi::xml_document document;
  if (found == members.end() || !parse_xml(document, found->second)) return strings;
  std::size_t bytes = 0;
  for (const pugi::xml_node& item : document.child("sst").children("si")) {
    strings.push_back(all_runs(item));
    bytes += strings.back().size() + 16;
    if (bytes > most * 4) break;
  }
  return strings;
}

// Rows as lines, cells apart by tabs; numbers as stored (a date is a number there).
void add_sheet(const std::string& member, const std::vector<std::string>& strings, std::size_t most,
               std::string& text) {
  pugi::xml_document document;
  static_cast<void>(parse_xml(document, member));
  for (const pugi::xml_node& row : document.child("worksheet").child("sheetData").children("row")) {
    bool first = true;
    for (const pugi::xml_node& cell : row.children("c")) {
      const std::string_view type = cell.attribute("t").value();
      const std::string_view value = cell.child("v").text().get();
      if (!first) text.push_back('\t');
      first = false;
      if (type == "s") {
        std::size_t index = 0;
        std::from_chars(value.data(), value.data() + value.size(), index);
        if (!value.empty() && index < strings.size()) text.append(strings[index]);
      } else if (type == "inlineStr") {
        text.append(all_runs(cell.child("is")));
      } else {
        text.append(value);
      }
      if (text.size() > most) return;
    }
    text.push_back('\n');
  }
}

std::string text_of(const Members& members, std::size_t most) {
  std::string text;
  const std::vector<std::string> strings = shared_strings(members, most);
  for (const auto& [name, member] : members) {
    if (text.size() > most) break;
    if (name == "content.xml") {
      add_flow(member, false, most, text);
    } else if (name.starts_with("xl/worksheets/")) {
      add_sheet(member, strings, most, text);
    } else if (name.starts_with("word/") || name.starts_with("ppt/")) {
      add_flow(member, true, most, text);
    }
  }
  return text;
}
}  // namespace

Result<std::string> office_text(std::string_view bytes, const AttachmentLimits& limits) {
  const Result<Members> members = read_members(bytes, limits);
  if (!members) return pass_on(members);
  if (members->empty()) return fail(Fault::unsupported, "the zip file is no office document");
  return enforce_utf8(std::string(clip_utf8(text_of(*members, limits.text_bytes), limits.text_bytes)));
}

}  // namespace tradewind::archiver
