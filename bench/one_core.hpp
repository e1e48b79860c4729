/// One core for both sides of a conversation, so that nothing pays for waking another one up.
#pragma once

#include <sched.h>

#include "must.hpp"

namespace bench {

/// To be called before there are threads.
inline void share_one_core() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
  must(::sched_setaffinity(0, sizeof one, &one) == 0);
}

}  // namespace bench
