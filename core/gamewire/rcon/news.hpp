/// What rcon::client has to tell, beside the ends of commands. Not for users.
#pragma once

#include <memory>
#include <new>
#include <type_traits>

#include <gamewire/rcon/command_list.hpp>

namespace gamewire::inline v0::rcon {

/// One entry. Where its bytes are depends on the kind: those of a chunk in the reply of its command, those of
/// an unsolicited packet and of a lost connection in `news::mail`.
struct news_item {
  enum class kind : std::uint8_t { authenticated, chunk, unsolicited, disconnected };

  kind is;
  std::uint64_t place;  // among all events
  const command* of = nullptr;
  std::size_t offset = 0;
  std::size_t size = 0;
  std::int32_t type = 0;
  std::int32_t id = 0;
};

static_assert(std::is_trivially_copyable_v<news_item>);

/// First in, first out. It is as long as what one piece of the stream brought: packets have to be understood
/// when they come, for there may be something to send because of them, and they are told of later.
class news {
 public:
  [[nodiscard]] bool empty() const noexcept { return head_ == items_.size(); }
  [[nodiscard]] std::size_t memory() const noexcept { return items_.size() + mail_.size(); }

  [[nodiscard]] bool push(const news_item& one) noexcept {
    if (!items_.extend(sizeof one)) return false;
    std::construct_at(at(items_.size() - sizeof one), one);
    return true;
  }
  [[nodiscard]] bool push(news_item one, bytes body) noexcept {
    one.offset = mail_.size();
    one.size = body.size();
    return mail_.append(body) && push(one);
  }

  /// Not when empty; until `clear`.
  [[nodiscard]] const news_item& front() noexcept { return *std::launder(at(head_)); }
  void pop() noexcept { head_ += sizeof(news_item); }
  [[nodiscard]] bytes mail(const news_item& one) const noexcept {
    return mail_.view().subspan(one.offset, one.size);
  }

  /// When all has been told.
  void clear() noexcept {
    items_.clear();
    mail_.clear();
    head_ = 0;
  }
  void release() noexcept {
    clear();
    items_.release();
    mail_.release();
  }

 private:
  /// The memory is aligned for anything, and items follow each other.
  news_item* at(std::size_t offset) noexcept {
    return reinterpret_cast<news_item*>(items_.data().data() + offset);
  }

  byte_buffer items_;
  byte_buffer mail_;
  std::size_t head_ = 0;
};

}  // namespace gamewire::inline v0::rcon
