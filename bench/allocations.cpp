#include "allocations.hpp"

// glibc lets a program replace its allocator, and keeps the original under these names.
extern "C" {
void* __libc_malloc(std::size_t) noexcept;
void* __libc_calloc(std::size_t, std::size_t) noexcept;
void* __libc_realloc(void*, std::size_t) noexcept;
void* __libc_memalign(std::size_t, std::size_t) noexcept;

void* malloc(std::size_t) noexcept;
void* calloc(std::size_t, std::size_t) noexcept;
void* realloc(void*, std::size_t) noexcept;
void* aligned_alloc(std::size_t, std::size_t) noexcept;
}

namespace {
thread_local std::size_t count = 0;
}

void* malloc(std::size_t size) noexcept { return ++count, __libc_malloc(size); }
void* calloc(std::size_t items, std::size_t size) noexcept { return ++count, __libc_calloc(items, size); }
void* realloc(void* old, std::size_t size) noexcept { return ++count, __libc_realloc(old, size); }
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return ++count, __libc_memalign(alignment, size);
}

std::size_t bench::allocations() noexcept { return count; }
