# embed_files(TARGET NAMESPACE ns FILES globs...): a library whose header <TARGET>.hpp gives each file's name and text, sorted
# by name, as std::span<const EmbeddedFile> files(). Used for the SQL migrations, so that the program needs no files beside it.
function(embed_files target)
  cmake_parse_arguments(ARG "" "NAMESPACE" "FILES" ${ARGN})
  file(GLOB inputs CONFIGURE_DEPENDS ${ARG_FILES})
  list(SORT inputs)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(header ${directory}/${target}.hpp)
  set(source ${directory}/${target}.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake)
  add_custom_command(
    OUTPUT ${header} ${source}
    COMMAND ${CMAKE_COMMAND} -DTARGET=${target} -DNAMESPACE=${ARG_NAMESPACE} -DDIRECTORY=${directory} "-DINPUTS=${inputs}" -P ${script}
    DEPENDS ${inputs} ${script} VERBATIM)
  add_library(${target} STATIC ${source} ${header})
  target_include_directories(${target} PUBLIC ${directory})
  target_link_libraries(${target} PUBLIC tradewind_flags)
endfunction()
