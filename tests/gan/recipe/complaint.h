/// What the reader says against a recipe.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe.h>

namespace lingan::testing {

/// One line; `accepted` where the reader has nothing against it.
inline std::string complaint(const std::string& toml,
                             const std::vector<std::string>& overrides = {}) {
  try {
    parse_recipe(toml, "my.toml", overrides);
  } catch (const Error& error) {
    EXPECT_EQ(overrides.empty(), dynamic_cast<const InputError*>(&error) != nullptr);
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.what();
  }
  return "accepted";
}

}  // namespace lingan::testing
