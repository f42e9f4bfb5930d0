/// The estimators of embedding by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// An estimator: what vectors D sees.
struct EmbeddingEstimatorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  std::string_view output;    ///< what it needs generator.output to be
  bool by_sharpness = false;  ///< looks at `sharpness` and its schedule
};

/// All estimators: those of embedding_estimators.def.
std::span<const EmbeddingEstimatorCard> embedding_estimators();

}  // namespace lingan
