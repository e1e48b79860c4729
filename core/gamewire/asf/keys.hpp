/// What became of keys and licences: views, as all results (results.hpp).
#pragma once

#include <cstdint>

#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/values.hpp>

namespace gamewire::inline v0::asf {

/// One line of a receipt.
struct receipt_item {
  maybe<std::uint32_t> package_id;
  maybe<std::uint32_t> app_id;
  maybe<text> description;
};
constexpr auto json_members(std::type_identity<receipt_item>) {
  using is = receipt_item;
  return json::members<is>(json::member<&is::package_id>("packageid"), json::member<&is::app_id>("appid"),
                           json::member<&is::description>("line_item_description"));
}

/// What Steam says of a purchase. What it did not set is absent. Amounts are in the smallest unit of the currency.
struct receipt {
  maybe<std::uint64_t> transaction_id;
  maybe<std::uint32_t> package_id;
  maybe<std::int32_t> purchase_status;  // Steam's own number, as `payment_method`
  maybe<purchase_result> result_detail;
  maybe<std::int64_t> transaction_time;  // Unix time, seconds
  maybe<std::int32_t> payment_method;
  maybe<std::uint64_t> base_price;
  maybe<std::uint64_t> total_discount;
  maybe<std::uint64_t> tax;
  maybe<std::uint64_t> shipping;
  maybe<std::uint32_t> currency_code;  // Steam's ECurrencyCode
  maybe<text> country_code;            // "DE"
  maybe<text> error_headline;          // what Steam would show to people
  maybe<text> error_string;
  maybe<text> error_link_text;
  maybe<text> error_link_url;
  maybe<std::uint32_t> error_app_id;
  list<receipt_item> line_items;
};
constexpr auto json_members(std::type_identity<receipt>) {
  using is = receipt;
  return json::members<is>(
      json::member<&is::transaction_id>("transactionid"), json::member<&is::package_id>("packageid"),
      json::member<&is::purchase_status>("purchase_status"),
      json::member<&is::result_detail>("result_detail"),
      json::member<&is::transaction_time>("transaction_time"),
      json::member<&is::payment_method>("payment_method"), json::member<&is::base_price>("base_price"),
      json::member<&is::total_discount>("total_discount"), json::member<&is::tax>("tax"),
      json::member<&is::shipping>("shipping"), json::member<&is::currency_code>("currency_code"),
      json::member<&is::country_code>("country_code"), json::member<&is::error_headline>("error_headline"),
      json::member<&is::error_string>("error_string"), json::member<&is::error_link_text>("error_link_text"),
      json::member<&is::error_link_url>("error_link_url"), json::member<&is::error_app_id>("error_appid"),
      json::member<&is::line_items>("line_items"));
}

/// What became of a key. The envelope's `Success` says only that each bot tried each key: whether one was
/// activated is said here, by `purchase_result::no_detail`.
struct redeemed_key {
  maybe<purchase_result> result;
  maybe<asf::receipt> receipt;  // its `line_items` say what the key is for
};
constexpr auto json_members(std::type_identity<redeemed_key>) {
  using is = redeemed_key;
  return json::members<is>(json::member<&is::result>("purchase_result_details"),
                           json::member<&is::receipt>("purchase_receipt_info"));
}

/// What became of one app or package.
struct license_result {
  purchase_result detail{};
  eresult result{};  // `timeout` also of a bot that is offline
};
constexpr auto json_members(std::type_identity<license_result>) {
  using is = license_result;
  return json::members<is>(json::member<&is::detail>("PurchaseResultDetail"),
                           json::member<&is::result>("Result"));
}

/// What became of each, where it was asked for.
template <class T>
struct by_license {
  map<T> apps;      // by app id
  map<T> packages;  // by package id
};
template <class T>
constexpr auto json_members(std::type_identity<by_license<T>>) {
  using is = by_license<T>;
  return json::members<is>(json::member<&is::apps>("Apps"), json::member<&is::packages>("Packages"));
}
/// Of `add_license`; and of `remove_license`.
using license_results = by_license<license_result>;
using license_removals = by_license<eresult>;

/// Of `get_background_keys`: keys and what they are called, by bot.
struct background_keys_of {
  map<text> unused_keys;  // key to the name of the game
  map<text> used_keys;    // the same
};
constexpr auto json_members(std::type_identity<background_keys_of>) {
  using is = background_keys_of;
  return json::members<is>(json::member<&is::unused_keys>("UnusedKeys"),
                           json::member<&is::used_keys>("UsedKeys"));
}

}  // namespace gamewire::inline v0::asf
