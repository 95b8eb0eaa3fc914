// The name under which the calling thread is listed by `top -H`, ps and profilers. Linux keeps 15 characters.
#pragma once

#include <sys/prctl.h>

namespace tradewind {

inline void name_thread(const char* name) { prctl(PR_SET_NAME, name); }

}  // namespace tradewind
