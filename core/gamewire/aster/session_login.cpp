#include <algorithm>
#include <new>
#include <utility>

#include <gamewire/aster/session.hpp>

namespace gamewire::inline v0::aster {
namespace {

constexpr std::uint32_t newest_major = 1;
constexpr nanoseconds an_instant{1};

/// As the client keeps them: quoted already.
struct own_login {
  std::string_view name;
  std::string_view password;
  std::optional<uuid> id;

  static void write(field_writer& to, const void* what) noexcept {
    const auto& login = *static_cast<const own_login*>(what);
    if (login.id)
      to.number("uuid", *login.id);
    else
      to.member("uname").raw(login.name);
    to.quoted_secret("passwd", login.password);
  }
};

}  // namespace

/// The first request of a connection. The server says nothing before it has heard something.
std::unique_ptr<pending> session::make_login() noexcept {
  const bool registers = entry_ == entry::registration && !maybe_registered_;
  own_login login{as_text(name_.view()), as_text(passwords_.first()->quoted.view()),
                  registers ? std::nullopt : options_.uuid};
  const auto nothing = [](field_writer&, const void*) noexcept {};
  auto line = entry_ == entry::none ? request_line::make(command::ping, nothing, nullptr, false)
                                    : request_line::make(registers ? command::register_user : command::login,
                                                         own_login::write, &login, false);
  std::unique_ptr<pending> one(new (std::nothrow) pending);
  if (!line || !one) return nullptr;
  one->line = std::move(*line);
  return one;
}

session::told session::receive_login(pending& one, const packet& in) noexcept {
  const command which = one.line.which();
  forget(one);
  if (which != command::ping) {
    if (in.status != 200) return refuse_login(which, in.status), std::nullopt;
    const auto id = result<log_in>(in.root);
    if (!id) return end(errc::malformed, "a login without an id"), std::nullopt;
    password_proved();
    self_ = *id;
    options_.uuid = self_;
    entry_ = entry::login;
  }
  login_state_ = login::over;
  login_deadline_ = never;
  ready_at_ = heard_at_ = now_;
  if (!waiting_.empty()) hold_until_ = later(now_, an_instant);
  told_line_ = text_of_line();
  return ready{self_, version_};
}

/// A registration whose answer was lost may have been done, and is tried as a login then, and the other way round.
/// A change of the password whose answer was lost, too: the old one is tried, and then the new one.
void session::refuse_login(command which, std::int32_t status) noexcept {
  if (status == 500) return lose(errc::internal_error, "during the login");
  if (maybe_registered_ && which == command::login && status == 404) {
    maybe_registered_ = false;
    return log_in_again();
  }
  if (status == 403 && passwords_.first()->next) {
    passwords_.take(*passwords_.first()).reset();
    return log_in_again();
  }
  switch (status) {
    case 400: return end(errc::login_refused, "the server does not take the name");
    case 403: return end(errc::login_refused, "wrong password");
    case 404: return end(errc::login_refused, "no such user");
    case 409: return end(errc::login_refused, "the name is taken");
    default: return end(errc::login_refused, "");
  }
}

void session::receive_version(const packet& in) noexcept {
  const auto said = json::read<aster::version>(in.root.member("version"));
  if (!said) return;  // those of early 2024 said it in other ways
  version_ = *said;
  if (said->major > newest_major) end(errc::unsupported_version, "a newer server");
}

/// On the same connection: a refusal does not end it.
void session::log_in_again() noexcept {
  login_state_ = login::to_send;
  hold_until_ = later(now_, an_instant);
}

bool session::add_password(bytes quoted) noexcept {
  std::unique_ptr<known_password> one(new (std::nothrow) known_password);
  if (!one || !one->quoted.allocate(quoted.size())) return false;
  std::ranges::copy(quoted, one->quoted.data().begin());
  passwords_.push(std::move(one));
  return true;
}

void session::forget_passwords() noexcept {
  while (const known_password* const one = passwords_.first()) passwords_.take(*one).reset();
}

void session::password_proved() noexcept {
  auto right = passwords_.take(*passwords_.first());
  forget_passwords();
  passwords_.push(std::move(right));
}

/// For the next login.
bool session::password_changed(const request_line& line) noexcept {
  if (line.new_password().empty() || entry_ == entry::none) return true;
  forget_passwords();
  return add_password(line.new_password());
}

/// Its answer was lost. Without memory for another password it stays at those it has.
void session::password_may_have_changed(const request_line& line) noexcept {
  if (!line.new_password().empty() && entry_ != entry::none) (void)add_password(line.new_password());
}

}  // namespace gamewire::inline v0::aster
