/// What ASF answers, as structs of views: nothing is allocated, lists and maps are read when they are walked
/// through. Views are valid as long as the body and the `json::document` that read it.
///
/// What ASF may leave out or set to null is a `maybe`, and a list or a map says by itself whether it is there.
/// Ids of 64 bits are exact.
///
/// Those of a group of routes have a header of their own, which this includes. The `json_members` beside each struct
/// says which member of the JSON its fields are; it is for `json::read` (json/read.hpp).
#pragma once

#include <cstdint>

#include <gamewire/asf/bots.hpp>
#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/info.hpp>
#include <gamewire/asf/inventories.hpp>
#include <gamewire/asf/keys.hpp>
#include <gamewire/asf/routes.hpp>
#include <gamewire/asf/values.hpp>

namespace gamewire::inline v0::asf {

/// An answer inside an answer: what one bot had to say.
template <class T>
struct nested {
  maybe<T> result;      // null, as a rule, without success
  maybe<text> message;  // for people, in the server's language
  bool success = false;
};
template <class T>
constexpr auto json_members(std::type_identity<nested<T>>) {
  using is = nested<T>;
  return json::members<is>(json::member<&is::result>("Result"), json::member<&is::message>("Message"),
                           json::member<&is::success>("Success"));
}

/// One thing that waits to be confirmed.
struct confirmation {
  confirmation_type type{};
  maybe<text> type_name;         // for people
  std::uint64_t creator_id = 0;  // of the trade offer or the listing that it is about
  std::uint64_t id = 0;          // its own
};
constexpr auto json_members(std::type_identity<confirmation>) {
  using is = confirmation;
  return json::members<is>(json::member<&is::type>("type"), json::member<&is::type_name>("type_name"),
                           json::member<&is::creator_id>("creator_id"), json::member<&is::id>("id"));
}

/// Of `get_log`: lines of the file, the oldest first, and how many it has.
struct log_lines {
  list<text> content;
  std::int32_t total_lines = 0;  // of the file
};
constexpr auto json_members(std::type_identity<log_lines>) {
  using is = log_lines;
  return json::members<is>(json::member<&is::content>("Content"),
                           json::member<&is::total_lines>("TotalLines"));
}

/// What .NET knows of a type besides.
struct type_properties {
  maybe<text> base_type;
  list<text> custom_attributes;
  maybe<text> underlying_type;  // of an enum
};
constexpr auto json_members(std::type_identity<type_properties>) {
  using is = type_properties;
  return json::members<is>(json::member<&is::base_type>("BaseType"),
                           json::member<&is::custom_attributes>("CustomAttributes"),
                           json::member<&is::underlying_type>("UnderlyingType"));
}

/// Of `get_type`.
struct type_info {
  map<text> body;  // member to its type, or enumerator to its number
  type_properties properties;
};
constexpr auto json_members(std::type_identity<type_info>) {
  using is = type_info;
  return json::members<is>(json::member<&is::body>("Body"), json::member<&is::properties>("Properties"));
}

/// Of `get_plugins`.
struct plugin {
  text name;
  asf::version version;
};
constexpr auto json_members(std::type_identity<plugin>) {
  using is = plugin;
  return json::members<is>(json::member<&is::name>("Name"), json::member<&is::version>("Version"));
}

/// Of a release of ASF.
struct release_info {
  text changelog_html;  // as HTML
  date released_at;
  bool stable = false;  // else a pre-release
  asf::version version;
};
constexpr auto json_members(std::type_identity<release_info>) {
  using is = release_info;
  return json::members<is>(json::member<&is::changelog_html>("ChangelogHTML"),
                           json::member<&is::released_at>("ReleasedAt"), json::member<&is::stable>("Stable"),
                           json::member<&is::version>("Version"));
}

/// Of `get_health`.
struct health_report {
  maybe<text> status_text;
  asf::health status{};
};
constexpr auto json_members(std::type_identity<health_report>) {
  using is = health_report;
  return json::members<is>(json::member<&is::status_text>("StatusText"), json::member<&is::status>("Status"));
}

/// Of `get_token_dumper`.
struct token_dumper_config {
  json::value plugin;  // its options, or null
  bool enabled = false;
};
constexpr auto json_members(std::type_identity<token_dumper_config>) {
  using is = token_dumper_config;
  return json::members<is>(json::member<&is::plugin>("SteamTokenDumperPlugin"),
                           json::member<&is::enabled>("SteamTokenDumperPluginEnabled"));
}

// ------------------------------------------------------------------------ which is the result of what

/// The type that each shape is read as: the shapes (routes.hpp) say it in words. Maps are by the names of bots.
template <shape>
struct result_type {
  using type = json::value;  // none, value, stream, plain
};
template <>
struct result_type<shape::text> {
  using type = maybe<text>;
};
template <>
struct result_type<shape::info> {
  using type = info;
};
template <>
struct result_type<shape::bots> {
  using type = map<bot>;
};
template <>
struct result_type<shape::flags> {
  using type = map<bool>;
};
template <>
struct result_type<shape::redeemed> {
  using type = map<map<maybe<redeemed_key>>>;
};
template <>
struct result_type<shape::results> {
  using type = map<eresult>;
};
template <>
struct result_type<shape::licenses> {
  using type = map<license_results>;
};
template <>
struct result_type<shape::removed_licenses> {
  using type = map<license_removals>;
};
template <>
struct result_type<shape::inventories> {
  using type = map<map<app_inventory>>;
};
template <>
struct result_type<shape::inventory> {
  using type = map<inventory_items>;
};
template <>
struct result_type<shape::background_keys> {
  using type = map<background_keys_of>;
};
template <>
struct result_type<shape::accepted_keys> {
  using type = map<map<text>>;
};
template <>
struct result_type<shape::tokens> {
  using type = map<nested<text>>;
};
template <>
struct result_type<shape::confirmations> {
  using type = map<nested<list<confirmation>>>;
};
template <>
struct result_type<shape::outcomes> {
  using type = map<nested<json::value>>;
};
template <>
struct result_type<shape::log_lines> {
  using type = log_lines;
};
template <>
struct result_type<shape::type> {
  using type = type_info;
};
template <>
struct result_type<shape::plugins> {
  using type = list<plugin>;
};
template <>
struct result_type<shape::texts> {
  using type = list<text>;
};
template <>
struct result_type<shape::release> {
  using type = release_info;
};
template <>
struct result_type<shape::history> {
  using type = map<date>;
};
template <>
struct result_type<shape::health> {
  using type = health_report;
};
template <>
struct result_type<shape::token_dumper> {
  using type = token_dumper_config;
};

/// The type of a route's result.
template <route R>
using result_of = typename result_type<row(R).result>::type;

}  // namespace gamewire::inline v0::asf
