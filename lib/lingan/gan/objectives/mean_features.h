/// Means of a discriminator's features.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/sentence_value.h>

namespace lingan {

/// <phi_r> - <phi_f>, [F], phi the features.
torch::Tensor mean_feature_difference(Discriminator& d, const Sentences& real,
                                      const Sentences& fake);

/// <phi(x), direction> of a sentence x.
/// @param direction  [F].
SentenceValue along_features(const torch::Tensor& direction);

}  // namespace lingan
