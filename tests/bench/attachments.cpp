#include "tests/bench/attachments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "tests/bench/vocabulary.hpp"

namespace tradewind::bench {
namespace {

std::string noise(std::size_t bytes, Random& random) {
  std::string out(bytes, '\0');
  for (std::size_t at = 0; at < bytes; at += 8) {
    const std::uint64_t word = random.next();
    std::memcpy(out.data() + at, &word, std::min<std::size_t>(8, bytes - at));
  }
  return out;
}

// A page of text and a JPEG-coded picture that nobody draws.
std::string make_pdf(std::size_t bytes, Random& random) {
  std::string page = "BT /F1 10 Tf 12 TL 50 800 Td\n";
  std::string text = compose(languages().front(), random.between(40, 300), random);
  std::replace(text.begin(), text.end(), '\n', ' ');
  for (std::size_t at = 0; at < text.size(); at += 90) page += fmt::format("({}) Tj T*\n", text.substr(at, 90));
  page += "ET\n";
  const std::array<std::string, 6> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /I1 6 0 R "
      ">> >> /Contents 4 0 R >>",
      fmt::format("<< /Length {} >>\nstream\n{}endstream", page.size(), page),
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      fmt::format("<< /Type /XObject /Subtype /Image /Width 800 /Height 600 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
                  "/Filter /DCTDecode "
                  "/Length {} >>\nstream\n{}\nendstream",
                  bytes, noise(bytes, random))};
  std::string out = "%PDF-1.4\n";
  std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", out.size());
    out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  return fmt::format("{}{}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", out, table, objects.size() + 1,
                     out.size());
}

std::uint32_t crc32(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ (0xedb88320U & (0U - (value & 1U)));
      made[i] = value;
    }
    return made;
  }();
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xffU] ^ (crc >> 8U);
  return ~crc;
}

void put(std::string& out, std::uint64_t value, int bytes) {
  for (; bytes > 0; --bytes, value >>= 8U) out += static_cast<char>(value & 0xffU);
}

// A ZIP archive of stored (uncompressed) members (APPNOTE.TXT 4.3).
std::string zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out;
  std::string directory;
  for (const auto& [name, data] : members) {
    std::string common;
    put(common, 20, 2);
    put(common, 0, 4);
    put(common, 0x5a210000, 4);
    put(common, crc32(data), 4);
    put(common, data.size(), 4);
    put(common, data.size(), 4);
    put(common, name.size(), 2);
    put(common, 0, 2);
    directory += std::string("PK\1\2\24\0", 6) + common;
    put(directory, 0, 10);
    put(directory, out.size(), 4);
    directory += name;
    out += std::string("PK\3\4", 4) + common + name + data;
  }
  const std::size_t start = out.size();
  out += directory + std::string("PK\5\6\0\0\0\0", 8);
  put(out, members.size(), 2);
  put(out, members.size(), 2);
  put(out, directory.size(), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

std::string make_xlsx(std::size_t bytes, Random& random) {
  std::string rows;
  for (std::uint64_t row = random.between(5, 60); row > 0; --row) {
    std::string cell;
    for (int word = 0; word < 3; ++word) {
      append_word(cell, languages().front(), random);
      cell += ' ';
    }
    rows += fmt::format("<row><c t=\"inlineStr\"><is><t>{}</t></is></c><c><v>{}</v></c></row>", cell,
                        random.below(100'000));
  }
  const std::string open = "http://schemas.openxmlformats.org/";
  return zip({
      {"[Content_Types].xml", fmt::format("<Types xmlns=\"{}package/2006/content-types\"><Default Extension=\"xml\" "
                                          "ContentType=\"application/xml\"/></Types>",
                                          open)},
      {"xl/worksheets/sheet1.xml",
       fmt::format("<worksheet xmlns=\"{}spreadsheetml/2006/main\"><sheetData>{}</sheetData></worksheet>", open, rows)},
      {"xl/media/image1.jpeg", noise(bytes, random)},
  });
}

}  // namespace

std::string base64_lines(std::string_view bytes) {
  static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve(bytes.size() / 57 * 77 + 80);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t bits = 0;
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i) bits = bits << 8U | (i < have ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    out += alphabet[bits >> 18U];
    out += alphabet[bits >> 12U & 63U];
    out += have > 1 ? alphabet[bits >> 6U & 63U] : '=';
    out += have > 2 ? alphabet[bits & 63U] : '=';
    if (at % 57 == 54) out += '\n';
  }
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

Attachment make_attachment(std::size_t bytes, Random& random) {
  const std::string stem = invented_name(random.next());
  const double kind = random.unit();
  if (kind < 0.45) return {stem + ".pdf", "application/pdf", base64_lines(make_pdf(bytes, random))};
  if (kind < 0.60) {
    return {stem + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            base64_lines(make_xlsx(bytes, random))};
  }
  return {stem + ".jpg", "image/jpeg", base64_lines("\xff\xd8\xff\xe0" + noise(bytes, random))};
}

}  // namespace tradewind::bench
