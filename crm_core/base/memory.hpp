// What this process holds of the machine's memory, and giving it back. Every function may be called from any thread.
#pragma once

#include <cstddef>

namespace tradewind {

// Memory that the allocator keeps for later goes back to the system, and so do the pages of the program and of its
// libraries, which a later need brings in again from the page cache (some microseconds each). For a process that has
// come to rest.
void give_back_memory();

std::size_t resident_bytes();
std::size_t address_space_bytes();

}  // namespace tradewind
