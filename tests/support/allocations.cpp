#include "allocations.hpp"

#include <cstdlib>
#include <new>

#include <malloc.h>

extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* old, std::size_t size);
void __real_free(void* memory);
void* __wrap_malloc(std::size_t size);
void* __wrap_calloc(std::size_t count, std::size_t size);
void* __wrap_realloc(void* old, std::size_t size);
void __wrap_free(void* memory);
}

namespace gamewire::test {
namespace {

// Each thread has its own.
thread_local std::size_t counted = 0;
thread_local std::int64_t bytes_live = 0;
thread_local std::size_t until_failure = SIZE_MAX;
thread_local std::size_t failures_left = 0;
thread_local bool failed = false;

/// Counts one allocation; false when it is to fail.
bool allowed() noexcept {
  ++counted;
  if (until_failure > 0) {
    if (until_failure != SIZE_MAX) --until_failure;
    return true;
  }
  if (failures_left == 0) return true;
  --failures_left;
  failed = true;
  return false;
}

std::int64_t size_of(void* memory) noexcept {
#ifdef _WIN32
  return memory != nullptr ? static_cast<std::int64_t>(_msize(memory)) : 0;
#else
  return memory != nullptr ? static_cast<std::int64_t>(malloc_usable_size(memory)) : 0;
#endif
}

void* counted_in(void* memory) noexcept {
  bytes_live += size_of(memory);
  return memory;
}

}  // namespace

std::size_t allocations::count() noexcept { return counted; }
std::int64_t allocations::live() noexcept { return bytes_live; }

failing_allocations::failing_allocations(std::size_t first, std::size_t times) noexcept {
  until_failure = first;
  failures_left = times;
  failed = false;
}

failing_allocations::~failing_allocations() {
  until_failure = SIZE_MAX;
  failures_left = 0;
}

bool failing_allocations::happened() noexcept { return failed; }

}  // namespace gamewire::test

using namespace gamewire::test;

void* __wrap_malloc(std::size_t size) { return allowed() ? counted_in(__real_malloc(size)) : nullptr; }

void* __wrap_calloc(std::size_t count, std::size_t size) {
  return allowed() ? counted_in(__real_calloc(count, size)) : nullptr;
}

void* __wrap_realloc(void* old, std::size_t size) {
  if (!allowed()) return nullptr;
  const auto before = size_of(old);
  void* moved = __real_realloc(old, size);
  if (moved != nullptr) bytes_live += size_of(moved) - before;
  return moved;
}

void __wrap_free(void* memory) {
  bytes_live -= size_of(memory);
  __real_free(memory);
}

void* operator new(std::size_t size) {
  void* memory = __wrap_malloc(size != 0 ? size : 1);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return __wrap_malloc(size != 0 ? size : 1);
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t& no) noexcept { return operator new(size, no); }
void operator delete(void* memory) noexcept { __wrap_free(memory); }
void operator delete(void* memory, std::size_t) noexcept { __wrap_free(memory); }
void operator delete[](void* memory) noexcept { __wrap_free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { __wrap_free(memory); }
