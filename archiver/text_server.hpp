// The process behind IsolatedText: reads documents in children of its own, so that one that crashes or hangs the
// libraries costs a child and no text but its own. A child reads some dozens of documents, then another takes its place.
// The server is forked while its owner is small and stays small (a document reaches it as a descriptor and is mapped by
// the child only): forking a full-grown daemon for each document took a quarter of all time of a first
// synchronisation.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

#include "archiver/text/attachment_text.hpp"

namespace tradewind::archiver {

struct IsolationLimits {
  std::chrono::milliseconds wall{10'000};           // of one document
  std::chrono::milliseconds grace{5'000};           // for the server itself; it warms up at its first document
  std::size_t memory_bytes = std::size_t{1} << 30;  // of address space beyond what the server has already
};

// One message over the SOCK_SEQPACKET socket pair. Two memory files come with it (SCM_RIGHTS): the document, and an
// empty one for the answer. Both ends are the same program, hence the raw layout.
struct TextRequest {
  std::size_t document_bytes = 0;
  AttachmentLimits limits;
  IsolationLimits isolation;
  std::array<char, 128> media_type{};  // ends with '\0'; what does not fit is cut off at the end
  std::array<char, 128> file_name{};   // ends with '\0'; cut off at the beginning: its ending tells the format
};
inline constexpr std::size_t request_descriptors = 2;

// One byte back, from the child when it has read the document, from the server when the child died over it. In the
// first case the answer's memory file holds one of these and the text or the error's message.
inline constexpr char child_ended = 'E';
inline constexpr char child_failed = 'F';
inline constexpr char answer_text = 'T';
inline constexpr char answer_unsupported = 'U';
inline constexpr char answer_invalid = 'I';

// What may follow that byte: text up to its limit, or an error's message.
constexpr std::size_t most_answer_bytes(const AttachmentLimits& limits) { return limits.text_bytes + 4096; }

// False when not all could be written.
bool write_all(int file, std::string_view bytes);

// What the forked server does until its owner closes the other end, dies included; never returns and runs none of the
// owner's destructors. Closes every other descriptor. Of the owner's threads only the forking one is in the server, so
// a lock of another stays locked there: glibc's own (malloc, stdio) fork() hands over unlocked, for the others see
// IsolatedText.
[[noreturn]] void serve_texts(int socket);

}  // namespace tradewind::archiver
