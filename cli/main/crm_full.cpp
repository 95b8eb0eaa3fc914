// crm-full: crm with everything in it. Started by crm, not by people.
#include <string>
#include <vector>

#include "cli/full/full_handlers.hpp"
#include "cli/program.hpp"

int main(int count, char** words) {
  using namespace tradewind::cli;
  return run_program(std::vector<std::string>(words + 1, words + count), {.full_handler = find_full_handler});
}
