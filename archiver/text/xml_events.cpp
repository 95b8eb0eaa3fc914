#include "archiver/text/xml_events.hpp"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>

namespace tradewind::archiver {

std::string_view attribute(const XmlEvents::Attributes& attributes, std::string_view name) {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(), [&](const auto& each) { return each.first == name; });
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

namespace {
std::string_view view(const xmlChar* text) { return reinterpret_cast<const char*>(text); }
}  // namespace

struct XmlStream::Parser {
  explicit Parser(XmlEvents& wanted) : events(wanted) {
    // As for HTML: the first use sets libxml2's tables up, and a static is safe in several threads.
    static const bool set_up = (xmlInitParser(), true);
    static_cast<void>(set_up);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = opened;
    handler.endElementNs = closed;
    handler.characters = text;
    handler.cdataBlock = text;
    handler.internalSubset = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
      auto& parser = *static_cast<Parser*>(self);
      parser.has_type_declaration = true;
      xmlStopParser(parser.context);
    };
    context = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
    if (context == nullptr) throw std::bad_alloc();
    // NOENT: without it "&amp;" in an attribute comes as "&#38;". No other entities are known here.
    xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  }
  ~Parser() { xmlFreeParserCtxt(context); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void opened(void* self, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**, int count,
                     int, const xmlChar** values) {
    auto& parser = *static_cast<Parser*>(self);
    parser.attributes.clear();
    // Five pointers each: name, prefix, namespace, begin and end of the value.
    for (int i = 0; i < count; ++i, values += 5)
      parser.attributes.emplace_back(
          view(values[0]), std::string(view(values[3]).data(), static_cast<std::size_t>(values[4] - values[3])));
    parser.events.opened(view(name), parser.attributes);
  }
  static void closed(void* self, const xmlChar* name, const xmlChar*, const xmlChar*) {
    static_cast<Parser*>(self)->events.closed(view(name));
  }
  static void text(void* self, const xmlChar* bytes, int size) {
    static_cast<Parser*>(self)->events.text({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)});
  }

  Result<void> parse(std::string_view piece, bool last) {
    constexpr std::size_t at_once = 1U << 20;  // libxml2 counts in int
    do {
      const std::string_view now = piece.substr(0, at_once);
      piece.remove_prefix(now.size());
      const int error = xmlParseChunk(context, now.data(), static_cast<int>(now.size()), last && piece.empty() ? 1 : 0);
      if (has_type_declaration) return fail(Fault::invalid, "the XML declares a document type");
      if (error != XML_ERR_OK && context->wellFormed == 0)
        return fail(Fault::invalid, fmt::format("the XML is damaged at line {}", xmlSAX2GetLineNumber(context)));
    } while (!piece.empty());
    return {};
  }

  XmlEvents& events;
  xmlSAXHandler handler{};
  xmlParserCtxt* context = nullptr;
  XmlEvents::Attributes attributes;
  bool has_type_declaration = false;
};

XmlStream::XmlStream(XmlEvents& events) : parser_(std::make_unique<Parser>(events)) {}
XmlStream::~XmlStream() = default;

Result<void> XmlStream::feed(std::string_view piece) { return parser_->parse(piece, false); }
Result<void> XmlStream::finish() { return parser_->parse({}, true); }

}  // namespace tradewind::archiver
