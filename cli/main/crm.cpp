// crm: starts fast, becomes crm-full for what needs the mail parser or a network.
#include <string>
#include <vector>

#include "cli/program.hpp"

int main(int count, char** words) {
  return tradewind::cli::run_program(std::vector<std::string>(words + 1, words + count), {});
}
