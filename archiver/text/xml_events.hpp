// XML as a stream of events, in bounded memory. libxml2's SAX parser stays in xml_events.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::archiver {

// Names are local: without the prefix of their namespace. Texts are UTF-8.
class XmlEvents {
 public:
  using Attributes = std::vector<std::pair<std::string, std::string>>;

  virtual ~XmlEvents() = default;
  virtual void opened(std::string_view name, const Attributes& attributes) = 0;
  virtual void closed(std::string_view name) = 0;
  virtual void text(std::string_view text) = 0;  // a text may come in several pieces
};

// "" of an attribute that is not there.
[[nodiscard]] std::string_view attribute(const XmlEvents::Attributes& attributes, std::string_view name);

// Bytes come in pieces of any size. A document type declaration is refused, so there are no entities but the five of
// XML and characters by number; elements are at most 256 deep (libxml2's own bound).
class XmlStream {
 public:
  explicit XmlStream(XmlEvents& events);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  // Fault::invalid with the line, from the first byte that is no XML on.
  [[nodiscard]] Result<void> feed(std::string_view piece);
  [[nodiscard]] Result<void> finish();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace tradewind::archiver
