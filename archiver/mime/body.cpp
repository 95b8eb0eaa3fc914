#include "archiver/mime/body.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "archiver/mime/limits.hpp"
#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"
#include "archiver/text/html_text.hpp"
#include "archiver/text/parameters.hpp"
#include "archiver/text/plain_text.hpp"
#include "archiver/text/quotes.hpp"
#include "archiver/text/transfer_encoding.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
// The texts of one multipart/alternative, or of one leaf that stands alone.
struct Choice {
  std::string plain;
  std::string html;
};

std::size_t visible_size(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_space(c); }));
}

// Some mailers put a line like "your client cannot show HTML" beside the HTML, or only the beginning of the text.
bool much_poorer(std::string_view plain, std::string_view from_html) {
  constexpr std::size_t worth_it = 100;
  if (plain.size() * 2 > from_html.size() && !trim(plain).empty()) return false;
  const std::size_t rich = visible_size(from_html), poor = visible_size(plain);
  return poor == 0 || (rich > worth_it && poor * 4 < rich);
}

class BodyReader {
 public:
  BodyReader(std::string_view raw, std::string_view fallback, Budget& budget, ParsedMessage& message)
      : raw_(raw), fallback_(fallback), budget_(budget), message_(message) {}

  void add(const Leaf& leaf) {
    const int group = leaf.alternative >= 0 ? leaf.alternative : next_alone_++;
    if (choices_.empty() || group != last_group_) choices_.emplace_back();
    last_group_ = group;
    if (leaf.type.value == "text/html") {
      append(choices_.back().html, decode(leaf, budget_.html_bytes, true));
    } else {
      append(choices_.back().plain, plain_text(leaf));
    }
  }

  void finish() {
    std::string whole;
    std::size_t history_at = std::string::npos;
    for (Choice& choice : choices_) {
      HtmlText from_html;
      if (!choice.html.empty()) from_html = read_html(choice.html);
      const bool use_html =
          !choice.html.empty() && visible_size(from_html.text) > 0 && much_poorer(choice.plain, from_html.text);
      std::string_view text = use_html ? from_html.text : choice.plain;
      if (trim(text).empty()) continue;
      if (!whole.empty()) whole.append("\n\n");
      if (use_html && from_html.history_at != std::string::npos && history_at == std::string::npos)
        history_at = whole.size() + from_html.history_at;
      whole.append(text);
      message_.body.from_html = message_.body.from_html || use_html;
    }
    split(whole, history_at);
    add_text_links();
    if (message_.body.whole.find("-----BEGIN PGP MESSAGE-----") != std::string::npos) message_.encrypted = true;
  }

 private:
  void append(std::string& text, std::string_view more) {
    if (!text.empty() && !more.empty()) text.append("\n\n");
    text.append(more);
  }

  // The leaf's text in UTF-8, at most what the budget has left.
  std::string decode(const Leaf& leaf, std::size_t& left, bool html) {
    std::string_view encoded = raw_.substr(leaf.body.offset, leaf.body.size);
    const std::size_t most = leaf.encoding == TransferEncoding::identity ? left : left * 3;
    if (encoded.size() > most) encoded = encoded.substr(0, most);
    std::string bytes;
    if (leaf.encoding != TransferEncoding::identity) {
      bytes = decode_body(encoded, leaf.encoding);
      encoded = bytes;
    }
    if (encoded.size() > left) encoded = encoded.substr(0, left);
    if (leaf.body.size > most || encoded.size() == left) add_defect(message_.defects, "text too long");
    left -= encoded.size();
    std::string label(leaf.type.parameter("charset"));
    if (html && label.empty()) label = html_meta_charset(encoded);
    DecodedText decoded = to_utf8(encoded, label, fallback_);
    if (decoded.relabelled)
      add_defect(message_.defects,
                 "charset " + lower_copy(single_line(enforce_utf8(label))) + " was " + decoded.charset);
    if (decoded.damaged) add_defect(message_.defects, "undecodable characters");
    return std::move(decoded.text);
  }

  std::string plain_text(const Leaf& leaf) {
    std::string text =
        leaf.encoding == TransferEncoding::identity ? without_files(leaf) : decode(leaf, budget_.text_bytes, false);
    text = readable(text);
    if (equal_nocase(leaf.type.parameter("format"), "flowed"))
      text = unflow(text, equal_nocase(leaf.type.parameter("delsp"), "yes"));
    return text;
  }

  // Cuts uuencoded files out of a text and lists them as attachments.
  std::string without_files(const Leaf& leaf) {
    const std::string_view bytes = raw_.substr(leaf.body.offset, leaf.body.size);
    const std::vector<InlineFile> files = find_uuencoded(bytes);
    if (files.empty()) return decode(leaf, budget_.text_bytes, false);
    std::string text;
    std::size_t at = 0;
    for (const InlineFile& file : files) {
      Leaf before = leaf;
      before.body = {leaf.body.offset + at, file.offset - at};
      text.append(decode(before, budget_.text_bytes, false));
      at = file.offset + file.size;
      AttachmentPart part;
      part.file_name = safe_file_name(to_utf8(file.name, {}, fallback_).text);
      part.media_type = "application/octet-stream";
      part.encoding = TransferEncoding::uuencode;
      part.encoded = {leaf.body.offset + file.offset, file.size};
      part.part_path = leaf.part_path;
      message_.attachments.push_back(std::move(part));
    }
    Leaf rest = leaf;
    rest.body = {leaf.body.offset + at, leaf.body.size - at};
    return text + decode(rest, budget_.text_bytes, false);
  }

  HtmlText read_html(const std::string& html) {
    HtmlText text =
        html_to_text(html, {limits::html_fields - std::min(limits::html_fields, message_.html_fields.size()),
                            limits::links - std::min(limits::links, message_.links.size()), limits::text_bytes});
    text.text = keep_offset(std::move(text.text), text.history_at);
    append(message_.html, html);
    std::move(text.fields.begin(), text.fields.end(), std::back_inserter(message_.html_fields));
    std::move(text.links.begin(), text.links.end(), std::back_inserter(message_.links));
    return text;
  }

  // readable(), with the offset moved along.
  static std::string keep_offset(std::string text, std::size_t& offset) {
    if (offset == std::string::npos) return readable(text);
    const std::string_view all = text;
    std::string front = readable(all.substr(0, offset));
    const std::string back = readable(all.substr(offset));
    offset = front.size();
    return front + back;
  }

  void split(const std::string& whole, std::size_t history_at) {
    SplitText split = split_quotes(whole, {message_.subject, message_.date_offset_minutes.value_or(0), history_at});
    const bool from_html = message_.body.from_html;
    message_.body = std::move(split.body);
    message_.body.from_html = from_html;
    if (split.blocks.size() > limits::quoted_blocks) split.blocks.resize(limits::quoted_blocks);
    message_.blocks = std::move(split.blocks);
  }

  // URLs that stand in the text itself.
  void add_text_links() {
    const std::string_view text = message_.body.whole;
    constexpr std::string_view ends = " \t\n\"<>[]{}|\\^`";
    for (std::size_t at = text.find("://"); at != std::string_view::npos && message_.links.size() < limits::links;
         at = text.find("://", at + 3)) {
      std::size_t begin = at;
      while (begin > 0 && is_alpha(text[begin - 1]) && at - begin < 6) --begin;
      const std::string_view scheme = text.substr(begin, at - begin);
      if (!equal_nocase(scheme, "http") && !equal_nocase(scheme, "https")) continue;
      std::size_t end = std::min(text.find_first_of(ends, at), text.size());
      for (std::size_t i = at; i < end; ++i) {
        if (is_high(text[i])) end = i;  // a Chinese full stop or bracket ends it
      }
      while (end > at + 3 && std::string_view(".,;:!?)'").find(text[end - 1]) != std::string_view::npos) --end;
      const std::string_view link = text.substr(begin, std::min<std::size_t>(end - begin, 2'048));
      if (std::find(message_.links.begin(), message_.links.end(), link) == message_.links.end())
        message_.links.emplace_back(link);
    }
  }

  std::string_view raw_;
  std::string_view fallback_;
  Budget& budget_;
  ParsedMessage& message_;
  std::vector<Choice> choices_;
  int last_group_ = -1;
  int next_alone_ = 1 << 20;  // group numbers of leaves that stand alone, above all alternatives
};
}  // namespace

bool is_readable_text(const Leaf& leaf, bool only_leaf) {
  static constexpr std::array readable_types{std::string_view("text/plain"), std::string_view("text/html"),
                                             std::string_view("text/enriched"), std::string_view("text/richtext")};
  if (std::find(readable_types.begin(), readable_types.end(), leaf.type.value) == readable_types.end()) return false;
  const bool attached = leaf.disposition.value == "attachment";
  return (leaf.file_name.empty() && !attached) || (only_leaf && !(attached && !leaf.file_name.empty()));
}

void read_body(std::string_view raw, const Structure& structure, std::string_view fallback, Budget& budget,
               ParsedMessage& message) {
  BodyReader reader(raw, fallback, budget, message);
  for (const Leaf& leaf : structure.leaves) {
    if (is_readable_text(leaf, structure.leaves.size() == 1)) reader.add(leaf);
  }
  reader.finish();
}

}  // namespace tradewind::archiver
