#include <algorithm>
#include <utility>

#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/message_writer.hpp>
#include <gamewire/webapi/message.hpp>
#include <gamewire/webapi/parameter_name.hpp>

namespace gamewire::inline v0::webapi {
namespace {

using made = std::expected<message, std::error_code>;

bool is_segment(std::string_view text) noexcept {
  return !text.empty() && text != "." && text != ".." && http1::all_are(http1::unreserved_character, text);
}

/// Writes parameters as "a=1&b=2".
class pair_writer {
 public:
  pair_writer(http1::message_writer& out, std::string_view before) noexcept : out_(out), before_(before) {}

  void name(std::string_view what) noexcept {
    out_.put(std::exchange(before_, "&"));
    out_.percent_encoded(what);
  }
  void index(std::size_t which) noexcept {
    out_.percent_encoded("[");
    out_.number(which);
    out_.percent_encoded("]");
  }
  void value(std::string_view what) noexcept {
    out_.put('=');
    out_.percent_encoded(what);
  }
  void pair(std::string_view name_of, std::string_view value_of) noexcept {
    name(name_of);
    value(value_of);
  }

 private:
  http1::message_writer& out_;
  std::string_view before_;
};

/// How many of the same name stand before it.
std::size_t place_of(std::span<const argument> all, std::size_t which) noexcept {
  return static_cast<std::size_t>(
      std::ranges::count(all.first(which), all[which].name, [](const argument& one) { return one.name; }));
}

}  // namespace

/// Writes a request twice: to see how large it is, and then into its memory.
class composer {
 public:
  /// `declared`: null when nothing is known of the method.
  composer(const call& what, const method_row* declared, bool is_post, const access& to) noexcept
      : what_(what), declared_(declared), is_post_(is_post), to_(to) {}

  made compose() noexcept {
    if (const auto invalid = to_.validate()) return std::unexpected(invalid);
    if (!is_segment(what_.interface_name) || !is_segment(what_.method) || version() == 0)
      return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
    http1::message_writer counter({});
    write(counter);
    if (!made_.memory_.allocate(counter.size() + to_.key.size()))
      return std::unexpected(make_error_code(gamewire::errc::no_memory));
    http1::message_writer out(made_.memory_.data());
    write(out);
    made_.key_at_ = out.size();
    out.put(to_.key);
    finish();
    return std::move(made_);
  }

 private:
  [[nodiscard]] std::uint32_t version() const noexcept {
    return declared_ != nullptr ? declared_->version : what_.version;
  }
  [[nodiscard]] bool key_as_parameter() const noexcept {
    return !to_.key.empty() && to_.key_goes_in == key_carrier::parameter;
  }

  void write(http1::message_writer& out) noexcept {
    write_path(out);
    if (!is_post_) write_arguments(out, "?");
    made_.bare_size_ = out.size();
    if (!is_post_ && key_as_parameter()) write_key(out, has_arguments() ? "&" : "?");
    made_.target_size_ = out.size();
    if (!is_post_) return;
    write_arguments(out, "");
    if (key_as_parameter()) write_key(out, has_arguments() ? "&" : "");
    made_.body_size_ = out.size() - made_.target_size_;
  }

  void write_path(http1::message_writer& out) const noexcept {
    out.put(to_.base_path);
    out.put('/');
    out.put(what_.interface_name);
    out.put('/');
    out.put(what_.method);
    out.put("/v");
    out.number(version());
    out.put('/');
  }

  void write_arguments(http1::message_writer& out, std::string_view before) const noexcept {
    pair_writer pairs(out, before);
    for (std::size_t i = 0; i != what_.arguments.size(); ++i) write_argument(pairs, i);
    if (!what_.input_json.empty()) pairs.pair(input_json_name, what_.input_json);
    if (what_.answer_as != format::json) pairs.pair(format_name, name_of(what_.answer_as));
  }

  void write_argument(pair_writer& to, std::size_t which) const noexcept {
    const argument& one = what_.arguments[which];
    std::array<char, 24> room;
    to.name(one.name);
    const auto declared = declared_ != nullptr ? declaration_of(*declared_, one.name) : std::nullopt;
    if (declared && declared->array && one.name == declared->name) to.index(place_of(what_.arguments, which));
    to.value(one.value.sent(declared ? declared->kind() : value_type::text, room));
  }

  void write_key(http1::message_writer& out, std::string_view before) const noexcept {
    pair_writer(out, before).pair(key_name, to_.key);
  }

  [[nodiscard]] bool has_arguments() const noexcept {
    return !what_.arguments.empty() || !what_.input_json.empty() || what_.answer_as != format::json;
  }

  void finish() noexcept {
    made_.is_post_ = is_post_;
    made_.answer_as_ = what_.answer_as;
    made_.secret_body_ = is_post_ && key_as_parameter();
    made_.key_in_target_ = !is_post_ && key_as_parameter() ? to_.key.size() : 0;
    const auto add = [this](const http1::header& one) { made_.headers_[made_.header_count_++] = one; };
    if (is_post_) add({"Content-Type", "application/x-www-form-urlencoded"});
    if (!to_.key.empty() && !key_as_parameter())
      add({"x-webapi-key", made_.text(made_.key_at_, to_.key.size()), true});
  }

  const call& what_;
  const method_row* declared_;
  bool is_post_;
  const access& to_;
  message made_;
};

std::error_code access::validate() const noexcept {
  const bool fits = http1::is_base_path(base_path) && std::ranges::none_of(key, [](char c) {
                      return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
                    });
  return fits ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

made make(const interfaces& table, const call& what, const access& to) noexcept {
  if (const auto wrong = check(table, what, {.has_key = !to.key.empty()}))
    return std::unexpected(wrong->error);
  const auto method = table.find(what.interface_name, what.method, what.version);
  return composer(what, &*method, method->is_post, to).compose();
}

made make(const unlisted_call& what, const access& to) noexcept {
  return composer(what.what, nullptr, what.is_post, to).compose();
}

made make_discovery(const access& to) noexcept {
  return make(
      unlisted_call{{.interface_name = "ISteamWebAPIUtil", .method = "GetSupportedAPIList", .version = 1}},
      to);
}

}  // namespace gamewire::inline v0::webapi
