/// The numbers that ASF and Steam answer with, and their names.
///
/// Numbers that are not known here are kept as they came. The `name_of` of each enum has the name that ASF or Steam has
/// for it, "" for such a number; `json_names` is for `json::read`, which takes the names as well.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <gamewire/json/read.hpp>

namespace gamewire::inline v0::asf {

/// Names by number, from 0; "" for a number that was never given.
template <std::size_t N, class E>
constexpr std::string_view name_in(const std::array<std::string_view, N>& names, E value) noexcept {
  const auto number = static_cast<std::uint64_t>(value);
  return number < N ? names[static_cast<std::size_t>(number)] : std::string_view{};
}

/// The same as rows, for JSON that gives names.
template <class E, std::size_t N>
constexpr auto rows_of(const std::array<std::string_view, N>& names) noexcept {
  std::array<json::name_row<E>, N> rows{};
  for (std::size_t i = 0; i < N; ++i) rows[i] = {static_cast<E>(i), names[i]};
  return rows;
}

/// Steam's EResult. There is no 4.
inline constexpr std::array<std::string_view, 132> eresult_names{
    "Invalid",
    "OK",
    "Fail",
    "NoConnection",
    "",
    "InvalidPassword",
    "LoggedInElsewhere",
    "InvalidProtocolVer",
    "InvalidParam",
    "FileNotFound",
    "Busy",
    "InvalidState",
    "InvalidName",
    "InvalidEmail",
    "DuplicateName",
    "AccessDenied",
    "Timeout",
    "Banned",
    "AccountNotFound",
    "InvalidSteamID",
    "ServiceUnavailable",
    "NotLoggedOn",
    "Pending",
    "EncryptionFailure",
    "InsufficientPrivilege",
    "LimitExceeded",
    "Revoked",
    "Expired",
    "AlreadyRedeemed",
    "DuplicateRequest",
    "AlreadyOwned",
    "IPNotFound",
    "PersistFailed",
    "LockingFailed",
    "LogonSessionReplaced",
    "ConnectFailed",
    "HandshakeFailed",
    "IOFailure",
    "RemoteDisconnect",
    "ShoppingCartNotFound",
    "Blocked",
    "Ignored",
    "NoMatch",
    "AccountDisabled",
    "ServiceReadOnly",
    "AccountNotFeatured",
    "AdministratorOK",
    "ContentVersion",
    "TryAnotherCM",
    "PasswordRequiredToKickSession",
    "AlreadyLoggedInElsewhere",
    "Suspended",
    "Cancelled",
    "DataCorruption",
    "DiskFull",
    "RemoteCallFailed",
    "PasswordUnset",
    "ExternalAccountUnlinked",
    "PSNTicketInvalid",
    "ExternalAccountAlreadyLinked",
    "RemoteFileConflict",
    "IllegalPassword",
    "SameAsPreviousValue",
    "AccountLogonDenied",
    "CannotUseOldPassword",
    "InvalidLoginAuthCode",
    "AccountLogonDeniedNoMail",
    "HardwareNotCapableOfIPT",
    "IPTInitError",
    "ParentalControlRestricted",
    "FacebookQueryError",
    "ExpiredLoginAuthCode",
    "IPLoginRestrictionFailed",
    "AccountLockedDown",
    "AccountLogonDeniedVerifiedEmailRequired",
    "NoMatchingURL",
    "BadResponse",
    "RequirePasswordReEntry",
    "ValueOutOfRange",
    "UnexpectedError",
    "Disabled",
    "InvalidCEGSubmission",
    "RestrictedDevice",
    "RegionLocked",
    "RateLimitExceeded",
    "AccountLoginDeniedNeedTwoFactor",
    "ItemDeleted",
    "AccountLoginDeniedThrottle",
    "TwoFactorCodeMismatch",
    "TwoFactorActivationCodeMismatch",
    "AccountAssociatedToMultiplePartners",
    "NotModified",
    "NoMobileDevice",
    "TimeNotSynced",
    "SMSCodeFailed",
    "AccountLimitExceeded",
    "AccountActivityLimitExceeded",
    "PhoneActivityLimitExceeded",
    "RefundToWallet",
    "EmailSendFailure",
    "NotSettled",
    "NeedCaptcha",
    "GSLTDenied",
    "GSOwnerDenied",
    "InvalidItemType",
    "IPBanned",
    "GSLTExpired",
    "InsufficientFunds",
    "TooManyPending",
    "NoSiteLicensesFound",
    "WGNetworkSendExceeded",
    "AccountNotFriends",
    "LimitedUserAccount",
    "CantRemoveItem",
    "AccountDeleted",
    "ExistingUserCancelledLicense",
    "CommunityCooldown",
    "NoLauncherSpecified",
    "MustAgreeToSSA",
    "LauncherMigrated",
    "SteamRealmMismatch",
    "InvalidSignature",
    "ParseFailure",
    "NoVerifiedPhone",
    "InsufficientBattery",
    "ChargerRequired",
    "CachedCredentialInvalid",
    "PhoneNumberIsVOIP",
    "NotSupported",
    "FamilySizeLimitExceeded",
    "OfflineAppCacheInvalid",
    "TryLater",
};

/// A few of them have a name here, `name_of` has all. Numbers that are not known are kept.
enum class eresult : std::int32_t { invalid = 0, ok = 1, fail = 2, invalid_state = 11, timeout = 16 };
constexpr std::string_view name_of(eresult value) noexcept { return name_in(eresult_names, value); }
constexpr auto json_names(std::type_identity<eresult>) noexcept { return rows_of<eresult>(eresult_names); }

/// Steam's EPurchaseResultDetail: what became of a key.
inline constexpr std::array<std::string_view, 84> purchase_result_names{
    "NoDetail",
    "AVSFailure",
    "InsufficientFunds",
    "ContactSupport",
    "Timeout",
    "InvalidPackage",
    "InvalidPaymentMethod",
    "InvalidData",
    "OthersInProgress",
    "AlreadyPurchased",
    "WrongPrice",
    "FraudCheckFailed",
    "CancelledByUser",
    "RestrictedCountry",
    "BadActivationCode",
    "DuplicateActivationCode",
    "UseOtherPaymentMethod",
    "UseOtherFunctionSource",
    "InvalidShippingAddress",
    "RegionNotSupported",
    "AcctIsBlocked",
    "AcctNotVerified",
    "InvalidAccount",
    "StoreBillingCountryMismatch",
    "DoesNotOwnRequiredApp",
    "CanceledByNewTransaction",
    "ForceCanceledPending",
    "FailCurrencyTransProvider",
    "FailedCyberCafe",
    "NeedsPreApproval",
    "PreApprovalDenied",
    "WalletCurrencyMismatch",
    "EmailNotValidated",
    "ExpiredCard",
    "TransactionExpired",
    "WouldExceedMaxWallet",
    "MustLoginPS3AppForPurchase",
    "CannotShipToPOBox",
    "InsufficientInventory",
    "CannotGiftShippedGoods",
    "CannotShipInternationally",
    "BillingAgreementCancelled",
    "InvalidCoupon",
    "ExpiredCoupon",
    "AccountLocked",
    "OtherAbortableInProgress",
    "ExceededSteamLimit",
    "OverlappingPackagesInCart",
    "NoWallet",
    "NoCachedPaymentMethod",
    "CannotRedeemCodeFromClient",
    "PurchaseAmountNoSupportedByProvider",
    "OverlappingPackagesInPendingTransaction",
    "RateLimited",
    "OwnsExcludedApp",
    "CreditCardBinMismatchesType",
    "CartValueTooHigh",
    "BillingAgreementAlreadyExists",
    "POSACodeNotActivated",
    "CannotShipToCountry",
    "HungTransactionCancelled",
    "PaypalInternalError",
    "UnknownGlobalCollectError",
    "InvalidTaxAddress",
    "PhysicalProductLimitExceeded",
    "PurchaseCannotBeReplayed",
    "DelayedCompletion",
    "BundleTypeCannotBeGifted",
    "BlockedByUSGov",
    "ItemsReservedForCommercialUse",
    "GiftAlreadyOwned",
    "GiftInvalidForRecipientRegion",
    "GiftPricingImbalance",
    "GiftRecipientNotSpecified",
    "ItemsNotAllowedForCommercialUse",
    "BusinessStoreCountryCodeMismatch",
    "UserAssociatedWithManyCafes",
    "UserNotAssociatedWithCafe",
    "AddressInvalid",
    "CreditCardNumberInvalid",
    "CannotShipToMilitaryPostOffice",
    "BillingNameInvalidResemblesCreditCard",
    "PaymentMethodTemporarilyUnavailable",
    "PaymentMethodNotSupportedForProduct",
};

/// As of `eresult`.
enum class purchase_result : std::int32_t {
  no_detail = 0,
  already_purchased = 9,
  restricted_country = 13,
  bad_activation_code = 14,
  duplicate_activation_code = 15,
  does_not_own_required_app = 24,
  rate_limited = 53,
};
constexpr std::string_view name_of(purchase_result value) noexcept {
  return name_in(purchase_result_names, value);
}
constexpr auto json_names(std::type_identity<purchase_result>) noexcept {
  return rows_of<purchase_result>(purchase_result_names);
}

/// Steam's EMobileConfirmationType.
inline constexpr std::array<std::string_view, 14> confirmation_type_names{
    "Unknown",
    "Generic",
    "Trade",
    "MarketListing",
    "FeatureOptOut",
    "PhoneNumberChange",
    "AccountRecovery",
    "BuildChangeRequest",
    "AddUser",
    "RegisterApiKey",
    "InviteToFamilyGroup",
    "JoinFamilyGroup",
    "MarketPurchase",
    "RequestRefund",
};

/// As of `eresult`.
enum class confirmation_type : std::uint8_t {
  unknown = 0,
  trade = 2,
  market_listing = 3,
  request_refund = 13
};
constexpr std::string_view name_of(confirmation_type value) noexcept {
  return name_in(confirmation_type_names, value);
}
constexpr auto json_names(std::type_identity<confirmation_type>) noexcept {
  return rows_of<confirmation_type>(confirmation_type_names);
}

/// As ASF calls them, by number; so are those below.
inline constexpr std::array<std::string_view, 5> crypto_method_names{
    "PlainText", "AES", "ProtectedDataForCurrentUser", "EnvironmentVariable", "File",
};

/// How a secret in a configuration is encrypted.
enum class crypto_method : std::uint8_t {
  plain_text,
  aes,
  protected_data_for_current_user,  // Windows only
  environment_variable,
  file,
};
constexpr std::string_view name_of(crypto_method value) noexcept {
  return name_in(crypto_method_names, value);
}

inline constexpr std::array<std::string_view, 3> hashing_method_names{
    "PlainText",
    "SCrypt",
    "Pbkdf2",
};

/// How the value of IPCPassword is hashed.
enum class hashing_method : std::uint8_t { plain_text, scrypt, pbkdf2 };
constexpr std::string_view name_of(hashing_method value) noexcept {
  return name_in(hashing_method_names, value);
}

inline constexpr std::array<std::string_view, 3> update_channel_names{
    "None",
    "Stable",
    "PreRelease",
};

/// Which releases count.
enum class update_channel : std::uint8_t { none, stable, pre_release };
constexpr std::string_view name_of(update_channel value) noexcept {
  return name_in(update_channel_names, value);
}
constexpr auto json_names(std::type_identity<update_channel>) noexcept {
  return rows_of<update_channel>(update_channel_names);
}

/// What a bot waits for.
inline constexpr std::array<std::string_view, 8> input_type_names{
    "None",
    "Login",
    "Password",
    "SteamGuard",
    "SteamParentalCode",
    "TwoFactorAuthentication",
    "Cryptkey",
    "DeviceConfirmation",
};

/// What a bot asks its owner for.
enum class input_type : std::uint8_t {
  none,
  login,
  password,
  steam_guard,          // five characters
  steam_parental_code,  // four digits
  two_factor_authentication,
  cryptkey,
  device_confirmation,
};
constexpr std::string_view name_of(input_type value) noexcept { return name_in(input_type_names, value); }
constexpr auto json_names(std::type_identity<input_type>) noexcept {
  return rows_of<input_type>(input_type_names);
}

inline constexpr std::array<std::string_view, 3> health_names{
    "Unhealthy",
    "Degraded",
    "Healthy",
};

/// How ASF is.
enum class health : std::uint8_t { unhealthy, degraded, healthy };
constexpr std::string_view name_of(health value) noexcept { return name_in(health_names, value); }
constexpr auto json_names(std::type_identity<health>) noexcept { return rows_of<health>(health_names); }

}  // namespace gamewire::inline v0::asf
