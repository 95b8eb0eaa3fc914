// The members of an XLSX file around its worksheets: what sheets there are, which styles are dates, shared texts.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/text/xlsx_styles.hpp"
#include "archiver/text/xml_events.hpp"

namespace tradewind::archiver {

// xl/workbook.xml
class WorkbookPart : public XmlEvents {
 public:
  struct Sheet {
    std::string name, relation;
    bool hidden = false;
  };
  void opened(std::string_view name, const Attributes& attributes) override;
  void closed(std::string_view) override {}
  void text(std::string_view) override {}

  std::vector<Sheet> sheets;
  bool from_1904 = false;
};

// _rels/.rels and xl/_rels/workbook.xml.rels: relations by their id.
class RelationsPart : public XmlEvents {
 public:
  struct Relation {
    std::string type, target;
  };
  void opened(std::string_view name, const Attributes& attributes) override;
  void closed(std::string_view) override {}
  void text(std::string_view) override {}

  // The first whose type ends so; "" when there is none.
  [[nodiscard]] std::string target_of_type(std::string_view end) const;

  std::map<std::string, Relation, std::less<>> relations;
};

// xl/styles.xml
class StylesPart : public XmlEvents {
 public:
  void opened(std::string_view name, const Attributes& attributes) override;
  void closed(std::string_view name) override;
  void text(std::string_view) override {}

  // Of a cell's style number.
  [[nodiscard]] NumberShape shape(std::int64_t style) const;

 private:
  std::map<std::int64_t, NumberShape> own_formats_;
  std::vector<NumberShape> styles_;
  bool in_cell_styles_ = false;
};

// xl/sharedStrings.xml. Readings of Han characters (rPh) are left out.
class SharedStringsPart : public XmlEvents {
 public:
  explicit SharedStringsPart(std::size_t most_bytes) : left_(most_bytes) {}
  void opened(std::string_view name, const Attributes& attributes) override;
  void closed(std::string_view name) override;
  void text(std::string_view text) override;

  std::vector<std::string> strings;
  [[nodiscard]] bool is_full() const { return full_; }

 private:
  std::size_t left_;
  int readings_ = 0;
  bool in_item_ = false, in_text_ = false, full_ = false;
};

// Of an attribute; `otherwise` for what is no whole number.
[[nodiscard]] std::int64_t whole_number(std::string_view text, std::int64_t otherwise);

}  // namespace tradewind::archiver
