// ResponseReader: cuts the byte stream of a server into responses. It knows lines and literals, nothing of their
// meaning, and holds every limit that keeps a hostile server from filling memory or disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/raw_bytes.hpp"
#include "crm_core/base/result.hpp"

namespace tradewind::mailsync::imap {

struct ReaderLimits {
  std::size_t line = std::size_t{1} << 20;  // bytes of a response outside its literals
  // The same for SEARCH, ESEARCH and VANISHED, sets of a whole mailbox: four million UIDs of ten digits.
  std::size_t set_line = std::size_t{48} << 20;
  std::size_t name_literal = std::size_t{64} << 10;            // all literals of a response that is no FETCH
  std::uint64_t fetch_literal = std::uint64_t{256} << 20;      // all literals of one FETCH response
  std::size_t literals = 256;                                  // literals in one response
  std::size_t memory_threshold = RawBytes::default_threshold;  // bytes of literals of one response kept on the heap
  std::filesystem::path spool_directory;
};

// One response. Its literals are taken out; in `text` their place shows the announcement ("{12}" and line end).
struct Frame {
  std::string_view text;         // without the final line end
  std::span<RawBytes> literals;  // in order; may be moved from
};

class ResponseReader {
 public:
  explicit ResponseReader(ReaderLimits limits);

  // Takes bytes from the front of `input`. Gives a frame when one is complete (valid until the next call; input then
  // holds what follows it), nothing when all of input was taken and more is needed. Fault::invalid when a limit is
  // broken, Fault::io when a literal cannot be kept: the stream is of no use after either.
  [[nodiscard]] Result<std::optional<Frame>> read(std::string_view& input);

 private:
  Result<void> take_literal(std::string_view& input);
  Result<bool> take_line(std::string_view& input);  // true: the response is complete
  Result<void> start_literal(std::uint64_t size);
  [[nodiscard]] std::size_t line_limit() const;
  // Size of the literal that the line ending at the end of text_ announces.
  [[nodiscard]] std::optional<std::uint64_t> announced_literal() const;

  ReaderLimits limits_;
  std::string text_;
  std::vector<RawBytes> literals_;
  std::uint64_t literal_left_ = 0;
  std::uint64_t literal_total_ = 0;
  std::size_t line_start_ = 0;
  bool complete_ = false;
};

}  // namespace tradewind::mailsync::imap
