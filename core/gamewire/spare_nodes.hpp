/// Nodes of queues that have served, kept to serve again: so a busy machine allocates nothing. Not for users.
#pragma once

#include <memory>
#include <new>
#include <utility>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0 {

/// The most that a buffer keeps in a spare node: what most of the next ones need.
inline constexpr std::size_t spare_capacity = 1024;

/// Empties a buffer of a node that is to be spare.
inline void clear_spare(byte_buffer& one) noexcept {
  one.capacity() > spare_capacity ? one.release() : one.clear();
}

/// It owns its nodes, which are linked as those of `owned_queue` are, and whose member `reset` makes them as good as
/// new, but for the memory in which they may keep what comes next.
template <class Node>
class spare_nodes {
 public:
  spare_nodes() = default;
  spare_nodes(const spare_nodes&) = delete;
  ~spare_nodes() { release(); }

  /// A new one, or as good as new; null when there is no memory.
  std::unique_ptr<Node> take() noexcept {
    if (!first_) return std::unique_ptr<Node>(new (std::nothrow) Node);
    std::unique_ptr<Node> taken = std::move(first_);
    first_ = std::move(taken->next);
    return taken;
  }

  void put(std::unique_ptr<Node> one) noexcept {
    one->reset();
    one->next = std::move(first_);
    first_ = std::move(one);
  }

  /// When no more are to come soon.
  void release() noexcept {
    while (first_) first_ = std::move(first_->next);  // one by one: no recursion
  }

 private:
  std::unique_ptr<Node> first_;
};

}  // namespace gamewire::inline v0
