# Flags that every target of the project shares, and the one way a library of ours is declared.

find_program(TRADEWIND_CCACHE ccache)
set(TRADEWIND_NO_CCACHE ON)
if(TRADEWIND_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TRADEWIND_CCACHE})
  set(TRADEWIND_NO_CCACHE OFF)
endif()

# The headers of the standard library are half of what the compiler reads. With ccache that is read once anyway, and ccache as it comes does not
# take precompiled headers.
option(TRADEWIND_PRECOMPILE "Precompile the headers that everything includes (default where there is no ccache)" ${TRADEWIND_NO_CCACHE})

add_library(tradewind_flags INTERFACE)
target_compile_options(tradewind_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
target_include_directories(tradewind_flags INTERFACE ${PROJECT_SOURCE_DIR})
if(TRADEWIND_WERROR)
  target_compile_options(tradewind_flags INTERFACE -Werror)
endif()
if(TRADEWIND_SANITIZE)
  target_compile_options(tradewind_flags INTERFACE -fsanitize=${TRADEWIND_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(tradewind_flags INTERFACE -fsanitize=${TRADEWIND_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The sanitizers' code hides from GCC that an optional is looked at only when it holds something (GCC manual, -fsanitize: more false
    # positives of -Wmaybe-uninitialized); the plain build keeps the check. Fences, which Asio has, are what -Wtsan warns of.
    target_compile_options(tradewind_flags INTERFACE -Wno-maybe-uninitialized)
    if(TRADEWIND_SANITIZE STREQUAL "thread")
      target_compile_options(tradewind_flags INTERFACE -Wno-tsan)
    endif()
  endif()
endif()
if(TRADEWIND_FUZZ)
  target_compile_options(tradewind_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(tradewind_flags INTERFACE -fsanitize=address,undefined)
endif()
find_program(TRADEWIND_MOLD mold)
if(TRADEWIND_MOLD AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_link_options(tradewind_flags INTERFACE -fuse-ld=mold)
endif()

# tradewind_precompile(TARGET FROM LINKS libraries... HEADERS headers...): the headers precompiled, once for all targets that say the same FROM,
# besides those of the standard library.
function(tradewind_precompile target from)
  if(NOT TRADEWIND_PRECOMPILE)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "LINKS;HEADERS" ${ARGN})
  if(NOT TARGET ${from})
    file(WRITE ${CMAKE_BINARY_DIR}/${from}.cpp "")
    add_library(${from} STATIC ${CMAKE_BINARY_DIR}/${from}.cpp)
    target_link_libraries(${from} PRIVATE tradewind_flags fmt::fmt tl::expected ${ARG_LINKS})
    target_precompile_headers(${from} PRIVATE <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional> <set> <span> <string>
      <string_view> <unordered_map> <utility> <variant> <vector> <fmt/format.h> <nlohmann/json.hpp> <tl/expected.hpp> ${ARG_HEADERS})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${from})
endfunction()

# tradewind_library(NAME DIRECTORIES... LINKS libraries...): every .cpp of the directories (not below them) as one static library.
function(tradewind_library name)
  cmake_parse_arguments(ARG "" "" "DIRECTORIES;LINKS" ${ARGN})
  set(sources "")
  foreach(directory ${ARG_DIRECTORIES})
    file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${directory}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC tradewind_flags ${ARG_LINKS})
    tradewind_precompile(${name} tradewind_standard_headers)
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE tradewind_flags ${ARG_LINKS})
  endif()
endfunction()
