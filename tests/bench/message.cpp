#include "tests/bench/message.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <iconv.h>

#include <array>
#include <ctime>
#include <map>
#include <stdexcept>

namespace tradewind::bench {
namespace {

// iconv descriptors are kept open: opening one costs more than converting a mail.
bool convert(const std::string& text, std::string_view charset, std::string& out) {
  static std::map<std::string, iconv_t, std::less<>> open;
  auto found = open.find(charset);
  if (found == open.end()) {
    const iconv_t opened = iconv_open(std::string(charset).c_str(), "UTF-8");
    if (opened == reinterpret_cast<iconv_t>(-1))
      throw std::runtime_error("iconv does not know " + std::string(charset));
    found = open.emplace(std::string(charset), opened).first;
  }
  out.resize(text.size() * 3 + 16);
  char* input = const_cast<char*>(text.data());  // iconv(3) does not write to it
  std::size_t input_left = text.size();
  char* output = out.data();
  std::size_t output_left = out.size();
  iconv(found->second, nullptr, nullptr, nullptr, nullptr);
  const bool whole = iconv(found->second, &input, &input_left, &output, &output_left) != static_cast<std::size_t>(-1) &&
                     iconv(found->second, nullptr, nullptr, &output, &output_left) != static_cast<std::size_t>(-1);
  out.resize(static_cast<std::size_t>(output - out.data()));
  return whole;
}

struct Charset {
  std::string_view name;   // for iconv
  std::string_view label;  // for the header
};

// The legacy charset when the message asks for it and its text fits, else UTF-8.
Charset choose_charset(const Message& message, std::string& scratch) {
  if (message.legacy_charset && convert(message.text, message.language->legacy_charset, scratch) &&
      convert(message.subject, message.language->legacy_charset, scratch)) {
    return {message.language->legacy_charset, message.language->legacy_name};
  }
  return {"UTF-8", "utf-8"};
}

std::string encoded_text(const std::string& utf8, const Charset& charset) {
  if (charset.name == "UTF-8") return utf8;
  std::string out;
  if (!convert(utf8, charset.name, out)) throw std::runtime_error("text does not fit its charset");
  return out;
}

std::string quoted_printable(std::string_view bytes) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c == '\n') {
      out += '\n';
      column = 0;
      continue;
    }
    const bool last_space = c == ' ' && (i + 1 == bytes.size() || bytes[i + 1] == '\n');
    const bool plain = c >= ' ' && c < 0x7f && c != '=' && !last_space;
    if (column + (plain ? 1 : 3) > 75) {
      out += "=\n";
      column = 0;
    }
    if (plain) {
      out += static_cast<char>(c);
      ++column;
    } else {
      fmt::format_to(std::back_inserter(out), "={:02X}", c);
      column += 3;
    }
  }
  return out;
}

// RFC 2047 words of whole characters.
std::string header_words(const std::string& utf8, const Charset& charset) {
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return utf8;
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t end = std::min(at + 27, utf8.size());
    while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xc0U) == 0x80) --end;
    std::string word = base64_lines(encoded_text(utf8.substr(at, end - at), charset));
    word.pop_back();
    fmt::format_to(std::back_inserter(out), "{}=?{}?B?{}?=", out.empty() ? "" : "\n ", charset.label, word);
    at = end;
  }
  return out;
}

constexpr std::string_view style_sheet =
    "<style>\n<!--\n/* Font Definitions */\n@font-face {font-family:\"Cambria Math\"; panose-1:2 4 5 3 5 4 6 3 2 4;}\n"
    "@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}\n/* Style Definitions */\n"
    "p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; margin-bottom:.0001pt; font-size:11.0pt; "
    "font-family:\"Calibri\",sans-serif;}\n"
    "a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}\n"
    "span.EmailStyle17 {mso-style-type:personal-compose; font-family:\"Calibri\",sans-serif; color:windowtext;}\n"
    ".MsoChpDefault {mso-style-type:export-only; font-family:\"Calibri\",sans-serif;}\n"
    "@page WordSection1 {size:612.0pt 792.0pt; margin:72.0pt 90.0pt 72.0pt 90.0pt;}\ndiv.WordSection1 "
    "{page:WordSection1;}\n-->\n</style>\n";

std::string as_html(const Message& message) {
  std::string out =
      "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta http-equiv=\"Content-Type\" "
      "content=\"text/html\">\n";
  // Half of the programs write a style for each paragraph, the other half a <div> and no more.
  const bool verbose = message.from.size() % 2 == 0;
  if (verbose) out += style_sheet;
  out += "</head>\n<body lang=\"EN-US\" link=\"#0563C1\"><div class=\"WordSection1\">\n";
  for (std::size_t at = 0; at < message.text.size();) {
    const std::size_t end = std::min(message.text.find('\n', at), message.text.size());
    std::string_view line = std::string_view(message.text).substr(at, end - at);
    at = end + 1;
    if (message.bulk) {
      fmt::format_to(std::back_inserter(out),
                     "<table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
                     "style=\"border-collapse:collapse;"
                     "mso-table-lspace:0pt\"><tr><td style=\"padding:12px "
                     "24px;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:"
                     "21px;color:#333333\"><a href=\"https://track.bulk.example/c/{:x}\">{}</a></td></tr></table>\n",
                     mixed(at), line);
      continue;
    }
    std::string escaped;
    for (const char c : line) escaped += c == '>' ? std::string("&gt;") : std::string(1, c);
    if (escaped.empty()) escaped = verbose ? "&nbsp;" : "<br>";
    auto to = std::back_inserter(out);
    if (verbose) {
      fmt::format_to(to, "<p class=\"MsoNormal\"><span style=\"font-size:10.5pt\">{}<o:p></o:p></span></p>\n", escaped);
    } else {
      fmt::format_to(to, "<div>{}</div>\n", escaped);
    }
  }
  if (message.logo) out += "<img width=\"180\" height=\"48\" src=\"cid:logo@signature\">\n";
  return out + "</div></body></html>\n";
}

std::string text_entity(const std::string& utf8, std::string_view subtype, const Charset& charset,
                        const Language& language) {
  const std::string bytes = encoded_text(utf8, charset);
  const bool seven_bit = charset.label == "iso-2022-jp";
  const bool base64 = !seven_bit && (!language.spaced || charset.label == "windows-1256" || charset.label == "euc-kr");
  const std::string_view encoding = seven_bit ? "7bit" : base64 ? "base64" : "quoted-printable";
  return fmt::format("Content-Type: text/{}; charset=\"{}\"\nContent-Transfer-Encoding: {}\n\n{}", subtype,
                     charset.label, encoding,
                     seven_bit ? bytes
                     : base64  ? base64_lines(bytes)
                               : quoted_printable(bytes));
}

std::string multipart(std::string_view kind, const std::vector<std::string>& parts, std::uint64_t seed) {
  const std::string boundary = fmt::format("----=_NextPart_{:03}_{:016X}", kind.size(), mixed(seed + kind.size()));
  std::string out = fmt::format("Content-Type: multipart/{};\n boundary=\"{}\"\n\n", kind, boundary);
  for (const std::string& part : parts) fmt::format_to(std::back_inserter(out), "--{}\n{}\n", boundary, part);
  return out + "--" + boundary + "--\n";
}

std::string body_entity(const Message& message, const Charset& charset, Random& random) {
  if (message.form == Message::Form::plain) return text_entity(message.text, "plain", charset, *message.language);
  std::string html = text_entity(as_html(message), "html", charset, *message.language);
  if (message.form == Message::Form::alternative) {
    html =
        multipart("alternative", {text_entity(message.text, "plain", charset, *message.language), html}, random.next());
  }
  if (!message.logo) return html;
  // Each sender has one logo: the same bytes in every mail of theirs.
  std::uint64_t sender = 0;
  for (const char c : message.from) sender = mixed(sender + static_cast<unsigned char>(c));
  Random own(sender);
  std::string picture(static_cast<std::size_t>(own.between(2000, 9000)), '\0');
  for (char& c : picture) c = static_cast<char>(own.next());
  return multipart("related",
                   {html,
                    "Content-Type: image/gif; name=\"logo.gif\"\nContent-Transfer-Encoding: base64\nContent-ID: "
                    "<logo@signature>\n\n" +
                        base64_lines(picture)},
                   random.next());
}

std::string headers(const Message& message, const Charset& charset, bool sent, Random& random) {
  const std::time_t when = message.date;
  const std::string date = fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(when));
  std::string out;
  auto to = std::back_inserter(out);
  if (!sent) {
    const std::string domain = message.from.substr(message.from.find('@') + 1);
    fmt::format_to(to, "Return-Path: <{}>\nDelivered-To: {}\n", message.from, message.to);
    for (std::uint64_t hop = random.between(1, 4); hop > 0; --hop) {
      fmt::format_to(to,
                     "Received: from relay{}.{} (relay{}.{} [198.51.100.{}])\n\tby mx{}.blueharbour-export.example "
                     "(Postfix) with ESMTPS id "
                     "{:012X}\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n\tfor <{}>; {}\n",
                     hop, domain, hop, domain, random.below(250) + 1, hop, random.next() >> 16U, message.to, date);
    }
    fmt::format_to(
        to,
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s=s1;\n\th=from:to:subject:date;\n\tb=", domain);
    for (int i = 0; i < 10; ++i) fmt::format_to(to, "{:016x}{}", random.next(), i % 4 == 3 ? "\n\t " : "");
    fmt::format_to(
        to,
        "\nAuthentication-Results: mx.blueharbour-export.example; dkim=pass header.d={}; spf=pass smtp.mailfrom={}\n",
        domain, message.from);
  }
  fmt::format_to(to, "From: {}\nTo: {}\nSubject: {}\nDate: {}\nMessage-ID: {}\n", message.from, message.to,
                 header_words(message.subject, charset), date, message.message_id);
  if (!message.references.empty()) {
    fmt::format_to(to, "In-Reply-To: {}\nReferences: {}\n", message.references.back(),
                   fmt::join(message.references, "\n "));
  }
  if (message.bulk) {
    fmt::format_to(to, "List-Unsubscribe: <https://track.bulk.example/u/{:x}>\nPrecedence: bulk\n", random.next());
  }
  return out + "X-Mailer: Microsoft Outlook 16.0\nMIME-Version: 1.0\n";
}

}  // namespace

Mail render(const Message& message, bool sent, Random& random) {
  std::string scratch;
  const Charset charset = choose_charset(message, scratch);
  Mail mail;
  mail.sent = sent;
  mail.text_bytes = message.text.size();
  std::string body = body_entity(message, charset, random);
  if (!message.attachments.empty()) {
    std::vector<std::string> parts = {std::move(body)};
    for (const Attachment* one : message.attachments) {
      parts.push_back(
          fmt::format("Content-Type: {};\n name=\"{}\"\nContent-Disposition: attachment;\n filename=\"{}\"\n"
                      "Content-Transfer-Encoding: base64\n\n{}",
                      one->type, one->name, one->name, one->body));
      mail.attachment_bytes += one->body.size();
    }
    body = multipart("mixed", parts, random.next());
  }
  mail.bytes = headers(message, charset, sent, random) + body;
  return mail;
}

}  // namespace tradewind::bench
