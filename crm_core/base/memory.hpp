// Memory that the allocator keeps for later goes back to the system: for a daemon that has come to rest.
#pragma once

#include <malloc.h>

namespace tradewind {

inline void give_back_memory() { malloc_trim(0); }

}  // namespace tradewind
