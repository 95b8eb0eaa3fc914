#include "archiver/text/html_text.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "archiver/text/ascii.hpp"
#include "archiver/text/html_elements.hpp"
#include "archiver/text/html_style.hpp"
#include "archiver/text/html_writer.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
// libxml2 searches its stack of open elements at every end tag: the bound keeps a hostile page from being quadratic.
constexpr std::size_t deepest = 256;

struct Attributes {
  std::string_view id, css_class, style, href, bgcolor, color;
  bool hidden = false;
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

Attributes read_attributes(const xmlChar** list) {
  Attributes found;
  for (; list != nullptr && list[0] != nullptr; list += 2) {
    const std::string_view name = view(list[0]), value = view(list[1]);
    if (name == "id") found.id = value;
    if (name == "class") found.css_class = value;
    if (name == "style") found.style = value;
    if (name == "href") found.href = value;
    if (name == "bgcolor") found.bgcolor = value;
    if (name == "color") found.color = value;
    if (name == "hidden") found.hidden = true;
  }
  return found;
}

class Reader {
 public:
  Reader(htmlParserCtxtPtr parser, const HtmlLimits& limits) : parser_(parser), limits_(limits), writer_(limits) {}

  void start(std::string_view name, const xmlChar** list) {
    if (open_.size() >= deepest) {
      too_deep_ = true;
      xmlStopParser(parser_);
      return;
    }
    Open element;
    element.element = element_of(name);
    if (!open_.empty()) {
      element.hidden = open_.back().hidden;
      element.on_colour = open_.back().on_colour;
    }
    const Attributes attributes = read_attributes(list);
    const StyleEffect style = apply_look(attributes, element);
    if (!element.hidden) begin(element, attributes, style);
    open_.push_back(element);
  }

  void end() {
    if (open_.empty()) return;
    const Open element = open_.back();
    open_.pop_back();
    if (!element.hidden) finish(element);
  }

  void characters(std::string_view text) {
    if (open_.empty() || !open_.back().hidden) writer_.add_text(text);
  }

  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] HtmlText result() { return writer_.finish(); }

 private:
  struct Open {
    Element element = Element::other;
    bool hidden = false;
    bool on_colour = false;  // stands on a background that is not white
    bool quotes = false;
  };

  static StyleEffect apply_look(const Attributes& attributes, Open& element) {
    const StyleEffect style = attributes.style.empty() ? StyleEffect{} : read_style(attributes.style);
    if (!attributes.bgcolor.empty()) element.on_colour = !is_white(attributes.bgcolor);
    if (style.coloured_ground) element.on_colour = true;
    if (style.white_ground) element.on_colour = false;
    const bool white_text = style.white_text || (!attributes.color.empty() && is_white(attributes.color));
    if (element.element == Element::unseen || attributes.hidden || style.hidden || (white_text && !element.on_colour))
      element.hidden = true;
    return style;
  }

  void begin(Open& element, const Attributes& attributes, const StyleEffect& style) {
    if (names_history(attributes.id) || names_history(attributes.css_class)) {
      writer_.break_line();
      writer_.mark_history();
    }
    switch (element.element) {
      case Element::line_break:
        writer_.forced_break();
        break;
      case Element::block:
        writer_.break_line();
        break;
      case Element::paragraph:
        writer_.break_paragraph();
        break;
      case Element::item:
        writer_.begin_item();
        break;
      case Element::quote:
        // Without a border it is Gmail's and Word's way to indent a paragraph.
        element.quotes = !style.no_border;
        element.quotes ? writer_.begin_quote() : writer_.break_line();
        break;
      case Element::preformatted:
        writer_.break_line();
        writer_.set_preformatted(true);
        break;
      case Element::row:
        writer_.begin_row();
        break;
      case Element::cell:
        writer_.begin_cell();
        break;
      case Element::term:
        writer_.begin_term();
        break;
      case Element::description:
        writer_.begin_description();
        break;
      case Element::link:
        add_link(attributes.href);
        break;
      case Element::unseen:
      case Element::other:
        break;
    }
  }

  void finish(const Open& element) {
    switch (element.element) {
      case Element::block:
      case Element::item:
        writer_.break_line();
        break;
      case Element::paragraph:
        writer_.break_paragraph();
        break;
      case Element::quote:
        element.quotes ? writer_.end_quote() : writer_.break_line();
        break;
      case Element::preformatted:
        writer_.set_preformatted(false);
        writer_.break_line();
        break;
      case Element::row:
        writer_.end_row();
        break;
      case Element::cell:
        writer_.end_cell();
        break;
      case Element::term:
        writer_.end_term();
        break;
      case Element::description:
        writer_.end_description();
        break;
      default:
        break;
    }
  }

  void add_link(std::string_view target) {
    constexpr std::size_t longest = 2'048;
    target = trim(target);
    static constexpr std::array schemes{std::string_view("http://"), std::string_view("https://"),
                                        std::string_view("mailto:"), std::string_view("tel:")};
    const bool wanted = std::any_of(schemes.begin(), schemes.end(),
                                    [&](std::string_view scheme) { return starts_with_nocase(target, scheme); });
    std::vector<std::string>& links = writer_.links();
    if (!wanted || target.size() > longest || links.size() >= limits_.links) return;
    if (std::find(links.begin(), links.end(), target) == links.end()) links.emplace_back(target);
  }

  htmlParserCtxtPtr parser_;
  HtmlLimits limits_;
  HtmlWriter writer_;
  std::vector<Open> open_;
  bool too_deep_ = false;
};

Reader& reader(void* context) { return *static_cast<Reader*>(context); }

htmlSAXHandler make_handler() {
  htmlSAXHandler handler{};
  handler.startElement = [](void* context, const xmlChar* name, const xmlChar** list) {
    reader(context).start(view(name), list);
  };
  handler.endElement = [](void* context, const xmlChar*) { reader(context).end(); };
  handler.characters = [](void* context, const xmlChar* text, int size) {
    reader(context).characters({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  };
  handler.ignorableWhitespace = handler.characters;
  handler.cdataBlock = [](void*, const xmlChar*, int) {};
  return handler;
}

struct FreeParser {
  void operator()(htmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

// Tags out, the rest as one flow: for pages too deep to follow.
std::string strip_tags(std::string_view html) {
  std::string text;
  while (!html.empty()) {
    const std::size_t open = std::min(html.find('<'), html.size());
    text.append(html.substr(0, open));
    html.remove_prefix(open);
    const std::size_t close = html.find('>');
    if (close == std::string_view::npos) break;
    if (!text.empty() && text.back() != '\n') text.push_back('\n');
    html.remove_prefix(close + 1);
  }
  return text;
}
}  // namespace

HtmlText html_to_text(std::string_view html, const HtmlLimits& limits) {
  static htmlSAXHandler handler = make_handler();
  const std::string bytes = enforce_utf8(std::string(html));
  // libxml2's first use sets its tables up and is not safe in several threads at once (its threads.html); a static is.
  static const bool set_up = (xmlInitParser(), true);
  static_cast<void>(set_up);
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(
      htmlCreateMemoryParserCtxt(bytes.data(), static_cast<int>(bytes.size())));
  HtmlText unstructured;
  if (!parser) return unstructured;  // an empty text
  htmlCtxtUseOptions(parser.get(),
                     HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET);
  xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
  Reader state(parser.get(), limits);
  htmlSAXHandlerPtr own = parser->sax;
  parser->sax = &handler;
  parser->userData = &state;
  htmlParseDocument(parser.get());
  parser->sax = own;
  parser->userData = parser.get();
  if (!state.too_deep()) return state.result();
  unstructured.text = enforce_utf8(strip_tags(bytes).substr(0, limits.text_bytes));
  return unstructured;
}

}  // namespace tradewind::archiver
