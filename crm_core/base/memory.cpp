#include "crm_core/base/memory.hpp"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>

namespace tradewind {

namespace {

// proc(5), /proc/pid/statm: the whole size and the resident part, in pages.
struct Pages {
  std::size_t all = 0, resident = 0;
};

Pages own_pages() {
  Pages pages;
  std::ifstream statm("/proc/self/statm");
  statm >> pages.all >> pages.resident;
  return pages;
}

std::size_t page_bytes() {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

// Only segments that are never written: those of a writable one (relocated tables too) exist nowhere else.
int give_back_segments(dl_phdr_info* object, std::size_t, void*) {
  for (std::size_t i = 0; i < object->dlpi_phnum; ++i) {
    const auto& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const std::uintptr_t mask = page_bytes() - 1;
    const std::uintptr_t begin = (object->dlpi_addr + segment.p_vaddr + mask) & ~mask;
    const std::uintptr_t end = (object->dlpi_addr + segment.p_vaddr + segment.p_memsz) & ~mask;
    if (end > begin) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}

}  // namespace

void give_back_memory() {
  malloc_trim(0);
  dl_iterate_phdr(give_back_segments, nullptr);
}

std::size_t resident_bytes() { return own_pages().resident * page_bytes(); }

std::size_t address_space_bytes() { return own_pages().all * page_bytes(); }

}  // namespace tradewind
