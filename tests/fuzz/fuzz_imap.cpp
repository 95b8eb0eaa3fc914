// Feeds a hostile server's bytes to the reader and the parser, cut into pieces as the first byte says. Whatever the
// cut, the same responses must come out, and nothing may crash, hang or grow beyond the limits.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mailsync/imap/folder_name.hpp"
#include "mailsync/imap/response_parser.hpp"
#include "mailsync/imap/response_reader.hpp"

namespace {

using namespace tradewind::mailsync::imap;

struct Tally {
  std::size_t responses = 0;
  std::size_t literal_bytes = 0;
  std::size_t kinds = 0;
  bool failed = false;
  friend bool operator==(const Tally&, const Tally&) = default;
};

Tally read_all(std::string_view stream, std::uint32_t seed, bool whole) {
  ReaderLimits limits;
  limits.line = 2'000;
  limits.set_line = 4'000;
  limits.name_literal = 200;
  limits.fetch_literal = 3'000;
  limits.memory_threshold = 1'000;
  ResponseReader reader(limits);
  Tally tally;
  while (!stream.empty()) {
    seed = seed * 1'664'525 + 1'013'904'223;
    std::string_view input = stream.substr(0, whole ? stream.size() : 1 + (seed >> 24) % 40);
    stream.remove_prefix(input.size());
    while (true) {
      auto frame = reader.read(input);
      if (!frame) tally.failed = true;
      if (!frame || !*frame) break;
      const auto response = parse_response(**frame);
      tally.failed = !response;
      if (!response) break;
      ++tally.responses;
      tally.kinds = tally.kinds * 31 + response->index();
      if (const auto* fetch = std::get_if<FetchResponse>(&*response); fetch != nullptr && fetch->body)
        tally.literal_bytes += fetch->body->view().size();
      if (const auto* list = std::get_if<ListResponse>(&*response)) {
        const std::string name = folder_name_from_wire(list->wire_name, false);
        if (folder_name_from_wire(folder_name_to_wire(name, false), false) != name) std::abort();
      }
    }
    if (tally.failed) return tally;
  }
  return tally;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (!(read_all(stream, data[0], true) == read_all(stream, data[0], false))) std::abort();
  return 0;
}
