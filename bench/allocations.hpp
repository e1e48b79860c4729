/// Counts what a benchmark allocates.
#pragma once

#include <cstddef>

namespace bench {

/// How often this thread has called malloc and its siblings, `operator new` included.
std::size_t allocations() noexcept;

}  // namespace bench
