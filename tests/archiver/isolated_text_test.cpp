#include "archiver/isolated_text.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace tradewind::archiver {
namespace {

using std::chrono::milliseconds;

// A PDF of one page with one line; the cross-reference table is left out, which poppler repairs.
std::string small_pdf(const std::string& line) {
  const std::string stream = "BT /F1 12 Tf 72 700 Td (" + line + ") Tj ET";
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 "
         "R>>>>>>endobj\n4 0 obj<</Length " +
         std::to_string(stream.size()) + ">>stream\n" + stream +
         "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 "
         "R>>\n%%EOF\n";
}

// Whether the reader gives the text of a good document.
testing::AssertionResult reads(IsolatedText& reader) {
  const auto text = reader.attachment_text(small_pdf("Quotation 500 sets"), "application/pdf", "offer.pdf", {});
  if (!text) return testing::AssertionFailure() << text.error().message;
  if (text->find("Quotation 500 sets") == std::string::npos) return testing::AssertionFailure() << *text;
  return testing::AssertionSuccess();
}

TEST(IsolatedText, GivesTheTextOrSaysWhyNot) {
  IsolatedText reader;
  EXPECT_TRUE(reads(reader));
  EXPECT_EQ(reader.attachment_text("price list", "text/plain", "a.txt", {}).value(),
            attachment_text("price list", "text/plain", "a.txt").value());
  EXPECT_EQ(reader.attachment_text("", "text/plain", "a.txt", {}).value(), "");
  const auto picture = reader.attachment_text("\x89PNG\r\n\x1A\n", "image/png", "a.png", {});
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().fault, Fault::unsupported);
  const auto damaged = reader.attachment_text("%PDF-1.7\nnothing", "application/pdf", "a.pdf", {});
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().message, attachment_text("%PDF-1.7\nnothing", "application/pdf", "a.pdf").error().message);
}

TEST(IsolatedText, ReadsMoreDocumentsThanOneChildDoes) {
  IsolatedText reader;
  const int server = reader.process_id();
  for (int i = 0; i < 100; ++i) {
    const std::string line = "Offer number " + std::to_string(i);
    const auto text = reader.attachment_text(small_pdf(line), "application/pdf", "offer.pdf", {});
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_NE(text->find(line), std::string::npos) << *text;
  }
  EXPECT_EQ(reader.process_id(), server);
}

TEST(IsolatedText, CarriesLargeDocumentsAndLongNames) {
  IsolatedText reader;
  const std::string large(3U << 20, 'x');
  const auto text = reader.attachment_text(large, "application/octet-stream", std::string(5'000, 'n') + ".txt", {});
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(text->size(), AttachmentLimits{}.text_bytes);
  EXPECT_FALSE(reader.attachment_text(large, "text/plain", "a.txt", {.input_bytes = 1000}));
}

TEST(IsolatedText, ADocumentThatTakesTooLongCostsOnlyItself) {
  IsolatedText reader;
  const int server = reader.process_id();
  const auto slow = reader.attachment_text("price list", "text/plain", "a.txt", {}, {.wall = milliseconds(0)});
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().fault, Fault::invalid);
  EXPECT_TRUE(reads(reader));
  EXPECT_EQ(reader.process_id(), server);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // with these, memory is not limited
TEST(IsolatedText, ADocumentThatWantsTooMuchMemoryCostsOnlyItself) {
  IsolatedText reader;
  const int server = reader.process_id();
  const auto hungry = reader.attachment_text(small_pdf("x"), "application/pdf", "a.pdf", {}, {.memory_bytes = 0});
  ASSERT_FALSE(hungry);
  EXPECT_EQ(hungry.error().fault, Fault::invalid);
  EXPECT_TRUE(reads(reader));
  EXPECT_EQ(reader.process_id(), server);
}
#endif

TEST(IsolatedText, ReplacesAServerThatDied) {
  IsolatedText reader;
  EXPECT_TRUE(reads(reader));
  const int first = reader.process_id();
  kill(first, SIGKILL);
  siginfo_t ended{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(first), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_TRUE(reads(reader));
  EXPECT_NE(reader.process_id(), first);
}

std::string text_of_file(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(IsolatedText, AChildThatDiesBetweenTwoDocumentsCostsNeither) {
  IsolatedText reader;
  EXPECT_TRUE(reads(reader));
  const std::string server = std::to_string(reader.process_id());
  const std::string children = "/proc/" + server + "/task/" + server + "/children";
  const int child = std::stoi(text_of_file(children));
  kill(child, SIGKILL);
  // Put away, and waiting for the next document again.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  const auto rests = [&] {
    return text_of_file(children).empty() && text_of_file("/proc/" + server + "/stat").find(") S ") != std::string::npos;
  };
  while (!rests() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(reads(reader));
  EXPECT_TRUE(reads(reader));
  EXPECT_EQ(std::to_string(reader.process_id()), server);
}

TEST(IsolatedText, ReplacesAServerThatDoesNotAnswer) {
  IsolatedText reader;
  const int first = reader.process_id();
  kill(first, SIGSTOP);
  const auto text = reader.attachment_text("price list", "text/plain", "a.txt", {},
                                           {.wall = milliseconds(2'000), .grace = milliseconds(0)});
  EXPECT_EQ(text.value(), "price list");
  EXPECT_NE(reader.process_id(), first);
  EXPECT_EQ(kill(first, 0), -1);
}

TEST(IsolatedText, ServesOnWhenItsGroupIsToldToEnd) {
  IsolatedText reader;
  EXPECT_TRUE(reads(reader));
  const int server = reader.process_id();
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) kill(server, number);
  EXPECT_TRUE(reads(reader));
  EXPECT_EQ(reader.process_id(), server);
}

// What a process holds open beside sockets, pipes to nowhere and the like.
std::vector<std::string> files_of(int process) {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
    std::error_code closed_meanwhile;
    const std::string target = std::filesystem::read_symlink(file.path(), closed_meanwhile);
    if (!closed_meanwhile && target != "/dev/null" && !target.starts_with("socket:")) files.push_back(target);
  }
  return files;
}

TEST(IsolatedText, TheServerHoldsNoFileOfItsOwner) {
  IsolatedText reader;
  EXPECT_TRUE(reads(reader));
  // Its child answers, perhaps before the server has put away what it handed on.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!files_of(reader.process_id()).empty() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_EQ(files_of(reader.process_id()), std::vector<std::string>());
}

TEST(IsolatedText, TheServerIsGoneAfterItsOwner) {
  int server = 0;
  {
    IsolatedText reader;
    EXPECT_TRUE(reads(reader));
    IsolatedText moved = std::move(reader);
    server = moved.process_id();
    EXPECT_EQ(kill(server, 0), 0);
  }
  EXPECT_EQ(kill(server, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(IsolatedText, TheServerEndsWhenItsOwnerIsKilled) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t owner = fork();
  if (owner == 0) {
    const IsolatedText reader;
    const int server = reader.process_id();
    if (write(ends[1], &server, sizeof server) != sizeof server) _exit(1);
    pause();
    _exit(0);
  }
  int server = 0;
  ASSERT_EQ(read(ends[0], &server, sizeof server), static_cast<ssize_t>(sizeof server));
  close(ends[0]);
  close(ends[1]);
  pollfd end{static_cast<int>(syscall(SYS_pidfd_open, server, 0)), POLLIN, 0};
  ASSERT_GE(end.fd, 0);
  kill(owner, SIGKILL);
  waitpid(owner, nullptr, 0);
  EXPECT_EQ(poll(&end, 1, 30'000), 1);
  close(end.fd);
}

}  // namespace
}  // namespace tradewind::archiver
