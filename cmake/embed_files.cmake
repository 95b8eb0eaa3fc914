# Run by embed_files() at build time: writes ${TARGET}.hpp and .cpp. Raw string literals are split under MSVC's and pedantic
# GCC's limit for one literal (65,535 characters, C++ [implimits]).
set(entries "")
foreach(input ${INPUTS})
  file(READ ${input} text)
  get_filename_component(name ${input} NAME)
  string(LENGTH "${text}" length)
  set(literal "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 12000 piece)
    string(APPEND literal "R\"embedded_file(${piece})embedded_file\"\n")
    math(EXPR at "${at} + 12000")
  endwhile()
  # "sv" knows the length; a char_traits::length of a large file breaks the limit of constexpr loops.
  string(APPEND entries "    EmbeddedFile{\"${name}\", ${literal}\"\"sv},\n")
endforeach()
file(WRITE ${DIRECTORY}/${TARGET}.hpp "#pragma once
#include <span>
#include <string_view>
namespace ${NAMESPACE} {
struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};
std::span<const EmbeddedFile> files();
}
")
file(WRITE ${DIRECTORY}/${TARGET}.cpp "#include \"${TARGET}.hpp\"
using namespace std::string_view_literals;
namespace ${NAMESPACE} {
namespace {
constexpr EmbeddedFile embedded[] = {
${entries}};
}
std::span<const EmbeddedFile> files() { return embedded; }
}
")
