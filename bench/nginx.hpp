/// An nginx of our own on a loopback port, with one worker, that answers everything with the same small JSON.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace bench {

inline constexpr std::string_view small_json =
    R"({"Result":{"ASFVariant":"generic","BuildVariant":"docker","Version":"6.3.9.6","CanUpdate":false},)"
    R"("Message":"OK","Success":true})";

/// Ends with this object. Dies when there is no nginx.
class nginx {
 public:
  nginx();
  nginx(const nginx&) = delete;
  nginx& operator=(const nginx&) = delete;
  ~nginx();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::filesystem::path home_;
  std::uint16_t port_;
  pid_t process_;
};

}  // namespace bench
