// Transcripts of crm: golden/*.txt holds commands ("$ crm ...") and what they print, a last line [N] when they end with
// N. Each file runs in a sandbox of its own, with the mails and records of golden/files in the working directory.
//
// UPDATE_GOLDEN=1 writes what is printed now into the files: the change then shows in the diff.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "tests/cli/crm_process.hpp"

namespace tradewind::testing {
namespace {

const std::filesystem::path golden = std::filesystem::path(TRADEWIND_TEST_DATA).parent_path() / "cli" / "golden";

std::vector<std::string> transcripts() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(golden)) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string without(std::string text, const std::string& what, const std::string& instead) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += instead.size())
    text.replace(at, what.size(), instead);
  return text;
}

// How long a lead of a fixed day has waited grows with every day the test is run on.
std::string without_waiting_days(std::string text) {
  static constexpr std::string_view before = "waits ";
  for (std::size_t at = 0; (at = text.find(before, at)) != std::string::npos;) {
    at += before.size();
    const std::size_t end = text.find_first_not_of("0123456789", at);
    if (end != std::string::npos && end > at && text.compare(end, 5, " days") == 0) text.replace(at, end - at, "N");
  }
  return text;
}

std::string played(const CrmSandbox& sandbox, const std::string& transcript) {
  std::istringstream lines(transcript);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) result += line + "\n";
    if (!line.starts_with("$ ")) continue;
    const Ran ran = sandbox.run("{ " + line.substr(2) + "\n} 2>&1");
    result += line + "\n" + without_waiting_days(without(ran.out, sandbox.data().parent_path(), "SANDBOX"));
    if (ran.code != 0) result += "[" + std::to_string(ran.code) + "]\n";
  }
  return result;
}

// Empty lines of the output would be taken for the transcript's own, so both sides are compared without any.
std::string without_empty_lines(const std::string& text) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) kept += line + "\n";
  }
  return kept;
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, TranscriptIsAsRecorded) {
  const CrmSandbox sandbox;
  std::filesystem::copy(golden / "files", sandbox.work(), std::filesystem::copy_options::recursive);
  const std::filesystem::path file = golden / (GetParam() + ".txt");
  const std::string recorded = content_of(file);
  ASSERT_NE(recorded.find("$ "), std::string::npos) << file << " holds no command";
  const std::string now = played(sandbox, recorded);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    write_file(file, now);
    return;
  }
  EXPECT_EQ(without_empty_lines(recorded), without_empty_lines(now)) << "UPDATE_GOLDEN=1 takes the new text";
}

INSTANTIATE_TEST_SUITE_P(Transcripts, Golden, ::testing::ValuesIn(transcripts()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace tradewind::testing
