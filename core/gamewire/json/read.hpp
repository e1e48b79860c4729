/// Reads JSON into structs, without an allocation.
///
///     struct plugin { json::text name; json::maybe<json::text> version; };
///     constexpr auto json_members(std::type_identity<plugin>) {        // beside the struct
///       return json::members<plugin>(json::member<&plugin::name>("Name"),
///                                    json::member<&plugin::version>("Version"));
///     }
///     auto plugins = json::read<json::list<plugin>>(value);
///     for (const plugin& one : *plugins) …                             // each is read when it is its turn
///
/// What a type is read from: `bool`, numbers, and enums from numbers (integers also from digits in a string, as
/// ids come) and, where the enum has names, from those; `text` from a string; `value` from anything; `maybe<T>`
/// from null too; `list<T>` and `map<T>` from an array, an object or null; structs from an object, whose
/// members may come in any order and may be missing or unknown.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <expected>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <gamewire/json/number.hpp>
#include <gamewire/json/value.hpp>

namespace gamewire::inline v0::json {

/// Nothing: all is well.
using problem = std::optional<errc>;

/// A value that may be null, or not there at all, which are two things.
template <class T>
class maybe {
 public:
  constexpr maybe() = default;
  constexpr maybe(T value) noexcept : value_(value), kind_(present) {}  // NOLINT: stands for a T

  /// It is one of these three.
  [[nodiscard]] constexpr bool has_value() const noexcept { return kind_ == present; }
  [[nodiscard]] constexpr bool is_null() const noexcept { return kind_ == null; }
  [[nodiscard]] constexpr bool absent() const noexcept { return kind_ == nothing; }
  constexpr explicit operator bool() const noexcept { return has_value(); }

  /// The value, or what T begins with.
  constexpr const T& operator*() const noexcept { return value_; }
  constexpr const T* operator->() const noexcept { return &value_; }
  /// The value; else, also for null, `other`.
  [[nodiscard]] constexpr T value_or(T other) const noexcept { return has_value() ? value_ : other; }

  /// A value of its own, to be filled; or null.
  T& emplace() noexcept {
    kind_ = present;
    return value_ = T{};
  }
  void set_null() noexcept { kind_ = null; }

 private:
  enum state : std::uint8_t { nothing, null, present };
  T value_{};
  state kind_ = nothing;
};

/// How values of a type are read from where the cursor stands, which is behind them afterwards.
template <class T>
problem read_at(cursor& at, T& out) noexcept;

/// One member of a struct: its name in JSON, and how it is read, whatever an earlier one of its name has left.
template <class S>
struct member_row {
  std::string_view name;  // needs no escape; case counts
  problem (*read_again)(cursor& at, S& out) noexcept;
};

/// The same for the member that the pointer points to, which its type knows.
template <auto Pointer>
struct member {
  std::string_view name;
  explicit constexpr member(std::string_view called) noexcept : name(called) {}

  template <class S>
  static problem read(cursor& at, S& out) noexcept {
    return read_at(at, out.*Pointer);
  }
  /// The last of several counts, whole: nothing of those before it is left.
  template <class S>
  static problem read_again(cursor& at, S& out) noexcept {
    out.*Pointer = {};
    return read(at, out);
  }
};

/// All members of a struct, in the order in which most texts have them.
template <class S, class... Members>
struct member_table {
  std::tuple<Members...> members;

  /// As an array, for members that come in another order.
  [[nodiscard]] constexpr auto rows() const noexcept {
    return std::apply(
        [](const auto&... all) {
          return std::array<member_row<S>, sizeof...(all)>{{{all.name, &Members::template read_again<S>}...}};
        },
        members);
  }
};

/// Makes the table: what `json_members` of a struct returns.
template <class S, class... Members>
constexpr member_table<S, Members...> members(const Members&... all) noexcept {
  return {{all...}};
}

/// The numbers that the names of an enum stand for, beside the enum: `json_names(std::type_identity<E>)`.
template <class E>
struct name_row {
  E value;
  std::string_view name;
};

/// A range over what stands in brackets that reads each element in its turn, as `Element` has it. As often as wanted;
/// nothing is kept. It ends early where an element cannot be read: `complete()` says whether.
template <class Element>
class elements {
 public:
  /// A forward iterator, which holds the element that it is at.
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = typename Element::type;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() = default;
    explicit iterator(cursor at) noexcept : at_(at), last_(Element::closing(at.peek())) {
      if (last_ == '\0') return;
      at_.next();
      if (at_.take(last_))
        whole_ = true;
      else
        read();
    }

    const value_type& operator*() const noexcept { return now_; }
    const value_type* operator->() const noexcept { return &now_; }
    iterator& operator++() noexcept {
      there_ = false;
      if (behind_.take(',')) {
        at_ = behind_;
        read();
      } else {
        whole_ = behind_.take(last_);
      }
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.there_ == b.there_ && (!a.there_ || a.at_ == b.at_);
    }
    /// At the end: was it the closing bracket?
    [[nodiscard]] bool whole() const noexcept { return whole_; }

   private:
    void read() noexcept {
      behind_ = at_;
      now_ = {};
      there_ = Element::read(behind_, now_, last_);
    }

    cursor at_;
    cursor behind_;
    value_type now_{};
    char last_ = '\0';  // the bracket that closes
    bool there_ = false;
    bool whole_ = false;
  };

  constexpr elements() = default;
  explicit constexpr elements(json::value of) noexcept : of_(of) {}

  /// Each walk reads anew.
  [[nodiscard]] iterator begin() const noexcept { return iterator(of_.begin()); }
  [[nodiscard]] iterator end() const noexcept { return {}; }
  /// Is there no first element that can be read?
  [[nodiscard]] bool empty() const noexcept { return begin() == end(); }
  /// Walks through all of it.
  [[nodiscard]] std::size_t size() const noexcept {
    std::size_t count = 0;
    for (auto at = begin(); at != end(); ++at) ++count;
    return count;
  }
  /// Is every element what it should be, up to the closing bracket? Not looked at is what each keeps for later. True when
  /// nothing is there.
  [[nodiscard]] bool complete() const noexcept {
    if (!of_.present()) return true;
    auto at = begin();
    while (at != end()) ++at;
    return at.whole();
  }
  /// There, and not null; null; or not there at all.
  [[nodiscard]] bool present() const noexcept { return of_.present(); }
  [[nodiscard]] bool is_null() const noexcept { return of_.is_null(); }
  [[nodiscard]] bool absent() const noexcept { return of_.absent(); }
  /// What it reads.
  [[nodiscard]] const json::value& value() const noexcept { return of_; }

 private:
  json::value of_;
};

/// How `elements` reads an array.
template <class T>
struct list_element {
  using type = T;
  static constexpr char closing(char first) noexcept { return first == '[' ? ']' : '\0'; }
  static bool read(cursor& at, T& out, char) noexcept { return !read_at(at, out); }
};

/// The elements of an array.
template <class T>
class list : public elements<list_element<T>> {
 public:
  using elements<list_element<T>>::elements;
};

/// One member of a `map`.
template <class T>
struct entry {
  text key;  // empty in an array
  T value;
};

/// And an object.
template <class T>
struct map_element {
  using type = entry<T>;
  static constexpr char closing(char first) noexcept {
    return first == '{' ? '}' : list_element<T>::closing(first);
  }
  static bool read(cursor& at, type& out, char last) noexcept {
    return (last != '}' || at.take_key(out.key)) && !read_at(at, out.value);
  }
};

/// The members of an object, in the order of the text. From an array it gives its elements, without keys: that is what
/// ASF sent before version 3.4.0.3.
template <class T>
class map : public elements<map_element<T>> {
 public:
  using elements<map_element<T>>::elements;

  /// The first member of this name.
  [[nodiscard]] std::optional<T> find(std::string_view key) const noexcept {
    for (const auto& one : *this)
      if (one.key == key) return one.value;
    return std::nullopt;
  }
};

/// A type that reads itself: `static problem read_json(cursor&, T&)`.
template <class T>
concept self_reading = requires(cursor& at, T& out) {
  { T::read_json(at, out) } -> std::same_as<problem>;
};
/// A struct that has a table: `json_members(std::type_identity<T>)`.
template <class T>
concept record = requires { json_members(std::type_identity<T>{}); };
/// An enum whose numbers have names: `json_names(std::type_identity<E>)`.
template <class E>
concept named = std::is_enum_v<E> && requires { json_names(std::type_identity<E>{}); };
/// A type that is written as a string, and read from it by itself: `static std::optional<T> parse(string_view)`.
template <class T>
concept parsed = requires(std::string_view text) {
  { T::parse(text) } -> std::same_as<std::optional<T>>;
};

/// The number of names "A, B", by or; `errc::out_of_range` for one that is not known, or none.
template <named E>
problem read_names(const text& names, E& out) noexcept {
  using number = std::make_unsigned_t<std::underlying_type_t<E>>;
  number sum = 0;
  std::string_view rest = names.raw();
  for (bool more = true; more;) {
    const std::size_t comma = rest.find(", ");
    const std::string_view name = rest.substr(0, comma);
    more = comma != rest.npos;
    if (more) rest.remove_prefix(comma + 2);
    bool known = false;
    for (const name_row<E>& row : json_names(std::type_identity<E>{})) {
      if (row.name != name || name.empty()) continue;  // a row without a name is of a number that has none
      sum = static_cast<number>(sum | static_cast<number>(row.value));
      known = true;
      break;
    }
    if (!known) return errc::out_of_range;
  }
  out = static_cast<E>(sum);
  return {};
}

/// A number, or for integers a string of its digits.
template <class T>
problem read_number(cursor& at, T& out) noexcept {
  std::string_view token = at.over() ? std::string_view{} : at.token();
  if constexpr (std::integral<T>)
    if (token.size() > 2 && token.front() == '"') token = token.substr(1, token.size() - 2);
  if (token.empty() || !((token[0] >= '0' && token[0] <= '9') || token[0] == '-')) return errc::wrong_type;
  if (const auto wrong = to_number(token, out)) return wrong;
  at.next();
  return {};
}

/// The members in the order of their table, as most come, each by code of its own: those that are missing are passed
/// over. Goes as far as it can, which is behind the last one unless there is one that is unknown or out of order:
/// `more` says so.
template <record S>
problem read_in_order(cursor& at, S& out, bool& more) noexcept {
  static constexpr auto table = json_members(std::type_identity<S>{});
  problem wrong;
  const auto read = [&](const auto& member) {
    if (!at.take_key(member.name)) return true;
    wrong = member.read(at, out);
    more = !wrong && at.take(',');
    return more;
  };
  std::apply([&read](const auto&... members) { (read(members) && ...); }, table.members);
  return wrong;
}

/// The members in any order. A name with escapes is none that a program writes, so it is compared last.
template <record S>
problem read_in_any_order(cursor& at, S& out) noexcept {
  static constexpr auto rows = json_members(std::type_identity<S>{}).rows();
  std::size_t expected = 0;
  const auto go_on = [&expected] { expected = expected + 1 == rows.size() ? 0 : expected + 1; };
  const auto find = [&](auto is) {
    for (std::size_t tried = 0; tried != rows.size(); ++tried, go_on())
      if (is(rows[expected].name)) return true;
    return false;
  };
  do {
    text key;
    if (!at.take_key(key)) return errc::malformed;
    const bool known = find([&key](std::string_view name) { return same_name(name, key.raw()); }) ||
                       (key.escaped() && find([&key](std::string_view name) { return key == name; }));
    if (!known) {
      if (!at.skip()) return errc::malformed;
      continue;
    }
    if (const problem wrong = rows[expected].read_again(at, out)) return wrong;
    go_on();
  } while (at.take(','));
  return {};
}

/// A struct from an object: first as if the members stood in order, then the rest.
template <record S>
problem read_record(cursor& at, S& out) noexcept {
  if (!at.take('{')) return errc::wrong_type;
  if (at.take('}')) return {};
  bool more = true;
  if (const problem wrong = read_in_order(at, out, more)) return wrong;
  if (more)
    if (const problem wrong = read_in_any_order(at, out)) return wrong;
  return at.take('}') ? problem{} : errc::malformed;
}

template <class T>
struct container_kind : std::false_type {};
template <class T>
struct container_kind<list<T>> : std::true_type {};
template <class T>
struct container_kind<map<T>> : std::true_type {};
template <class T>
struct maybe_kind : std::false_type {};
template <class T>
struct maybe_kind<maybe<T>> : std::true_type {};

/// Can a list, or a map, begin so?
template <class T>
bool may_be(const cursor& at) noexcept {
  constexpr bool keyed = !std::same_as<T, list<typename T::iterator::value_type>>;
  const char first = at.peek();
  return first == '[' || first == 'n' || (keyed && first == '{');
}

template <class T>
problem read_at(cursor& at, T& out) noexcept {
  if constexpr (self_reading<T>) {
    return T::read_json(at, out);
  } else if constexpr (std::same_as<T, bool>) {
    out = at.peek() == 't';
    return (out ? at.take_word("true") : at.take_word("false")) ? problem{} : errc::wrong_type;
  } else if constexpr (std::is_arithmetic_v<T>) {
    return read_number(at, out);
  } else if constexpr (std::is_enum_v<T>) {
    if constexpr (named<T>) {
      text names;
      if (cursor then = at; then.take_text(names)) {
        at = then;
        return read_names(names, out);
      }
    }
    std::underlying_type_t<T> number{};
    const problem wrong = read_number(at, number);
    out = static_cast<T>(number);
    return wrong;
  } else if constexpr (std::same_as<T, text>) {
    return at.take_text(out) ? problem{} : errc::wrong_type;
  } else if constexpr (std::same_as<T, value>) {
    out = value(at);
    return at.skip() ? problem{} : errc::malformed;
  } else if constexpr (container_kind<T>::value) {
    out = T(value(at));
    if (!may_be<T>(at)) return errc::wrong_type;
    return at.skip() ? problem{} : errc::malformed;
  } else if constexpr (maybe_kind<T>::value) {
    if (at.take_word("null")) return out.set_null(), problem{};
    return read_at(at, out.emplace());
  } else if constexpr (parsed<T>) {
    text written;
    std::array<char, 64> room;
    if (!at.take_text(written)) return errc::wrong_type;
    const auto decoded = written.decode(room);
    const auto read = decoded ? T::parse(*decoded) : std::nullopt;
    if (!read) return errc::out_of_range;
    out = *read;
    return {};
  } else {
    static_assert(record<T>, "no way to read this type from JSON");
    return read_record(at, out);
  }
}

/// The value as a T. Errors: `errc::missing` when there is none; `wrong_type`, `out_of_range`, `malformed`, also for a text
/// that goes on behind its value; and where.
template <class T>
std::expected<T, fault> read(const value& from) noexcept {
  if (from.absent()) return std::unexpected(fault{make_error_code(errc::missing), 0});
  T read{};
  cursor at = from.begin();
  if constexpr (container_kind<T>::value) {
    // Read as it is walked through: nobody needs to know where it ends.
    if (may_be<T>(at)) return T(from);
    return std::unexpected(fault{make_error_code(errc::wrong_type), at.offset()});
  } else {
    problem wrong = read_at(at, read);
    if (!wrong && !at.over() && from.begin().is_first()) wrong = errc::malformed;
    if (wrong) return std::unexpected(fault{make_error_code(*wrong), at.offset()});
    return read;
  }
}

}  // namespace gamewire::inline v0::json
