// Compiled once for all files of the command, which include what they use all the same.
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
