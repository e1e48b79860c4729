/// What machines queue, in the order in which it was given. Not for users.
#pragma once

#include <memory>
#include <utility>

namespace gamewire::inline v0 {

/// First in, any out. It owns its nodes, which are linked by their member `next`, a `std::unique_ptr<Node>`.
template <class Node>
class owned_queue {
 public:
  owned_queue() = default;
  owned_queue(const owned_queue&) = delete;
  ~owned_queue() {
    while (first_) first_ = std::move(first_->next);  // one by one: no recursion
  }

  [[nodiscard]] Node* first() const noexcept { return first_.get(); }
  [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }

  void push(std::unique_ptr<Node> one) noexcept {
    Node* const added = one.get();
    (last_ != nullptr ? last_->next : first_) = std::move(one);
    last_ = added;
  }

  void push_front(std::unique_ptr<Node> one) noexcept {
    if (!first_) last_ = one.get();
    one->next = std::move(first_);
    first_ = std::move(one);
  }

  /// Takes out one that is in it.
  std::unique_ptr<Node> take(const Node& one) noexcept {
    Node* before = nullptr;
    for (Node* at = first_.get(); at != &one; at = at->next.get()) before = at;
    std::unique_ptr<Node>& link = before != nullptr ? before->next : first_;
    std::unique_ptr<Node> taken = std::exchange(link, std::move(link->next));
    if (last_ == taken.get()) last_ = before;
    return taken;
  }

 private:
  std::unique_ptr<Node> first_;
  Node* last_ = nullptr;
};

}  // namespace gamewire::inline v0
