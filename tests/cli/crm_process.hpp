// Runs the real crm in a directory of its own, as a user would.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/temporary_directory.hpp"

namespace tradewind::testing {

struct Ran {
  int code = -1;
  std::string out, err;
};

inline std::string content_of(const std::filesystem::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::ostringstream text;
  text << input.rdbuf();
  return text.str();
}

inline void write_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

// A directory with a store below data/ (once made), in which shell commands run with crm on the PATH.
class CrmSandbox {
 public:
  CrmSandbox() {
    const std::filesystem::path programs = std::filesystem::path(TRADEWIND_CRM).parent_path();
    write_file(script_, "cd '" + (directory_.path() / "work").string() + "'\nexport PATH='" + programs.string() +
                            "':\"$PATH\" TRADEWIND_DATA='" + data().string() + "' TRADEWIND_CONFIG='" +
                            (directory_.path() / "tradewind.toml").string() +
                            "' TZ=UTC LC_ALL=C.UTF-8 TERM=dumb\nunset NO_COLOR COLUMNS\n");
    std::filesystem::create_directories(work());
    write_file(directory_.path() / "tradewind.toml", "");
  }

  [[nodiscard]] std::filesystem::path work() const { return directory_.path() / "work"; }
  [[nodiscard]] std::filesystem::path data() const { return directory_.path() / "data"; }
  [[nodiscard]] std::filesystem::path configuration() const { return directory_.path() / "tradewind.toml"; }

  // A command of the shell, with an empty standard input unless it says otherwise.
  Ran run(const std::string& command) const {
    const auto out = directory_.path() / "out", err = directory_.path() / "err", script = directory_.path() / "command";
    write_file(script, content_of(script_) + command + "\n");
    const std::string line = "sh '" + script.string() + "' >'" + out.string() + "' 2>'" + err.string() + "' </dev/null";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content_of(out), content_of(err)};
  }

 private:
  TemporaryDirectory directory_;
  std::filesystem::path script_ = directory_.path() / "environment";
};

}  // namespace tradewind::testing
