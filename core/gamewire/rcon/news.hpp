/// What rcon::client has to tell, beside the ends of commands. Not for users.
#pragma once

#include <cstring>

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

/// First in, first out. It is as long as what one piece of the stream brought: packets have to be understood
/// when they come, for there may be something to send because of them, and they are told of later.
class news {
 public:
  [[nodiscard]] bool empty() const noexcept { return head_ == items_.size(); }
  [[nodiscard]] std::size_t memory() const noexcept { return items_.size() + mail_.size(); }

  [[nodiscard]] bool push(const news_item& one) noexcept {
    return items_.append(std::as_bytes(std::span(&one, 1)));
  }
  [[nodiscard]] bool push(news_item one, bytes body) noexcept {
    one.offset = mail_.size();
    one.size = body.size();
    return mail_.append(body) && push(one);
  }

  /// Not when empty.
  [[nodiscard]] news_item front() const noexcept {
    news_item first{};
    std::memcpy(&first, items_.view().data() + head_, sizeof first);
    return first;
  }
  void pop() noexcept { head_ += sizeof(news_item); }
  [[nodiscard]] bytes mail(const news_item& one) const noexcept {
    return mail_.view().subspan(one.offset, one.size);
  }

  /// When all has been told.
  void release() noexcept {
    items_.release();
    mail_.release();
    head_ = 0;
  }

 private:
  byte_buffer items_;
  byte_buffer mail_;
  std::size_t head_ = 0;
};

}  // namespace gamewire::inline v0::rcon
