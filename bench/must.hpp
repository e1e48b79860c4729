/// A benchmark that cannot run says so by dying.
#pragma once

#include <cstdlib>

namespace bench {

inline void must(bool ok) {
  if (!ok) std::abort();
}

}  // namespace bench
