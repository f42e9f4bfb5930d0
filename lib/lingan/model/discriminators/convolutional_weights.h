/// Initial weights of convolutional discriminators, as the papers' programs draw them.
#pragma once

#include <string_view>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Draws the weights of a ConvolutionalDiscriminator by one of kInitialWeights:
/// - `seqgan` (Yu et al. 2017): embeddings uniform on (-1, 1); filters truncated normal of
///   deviation 0.1, their biases 0.1; highway uniform within sqrt(3 / F) (TensorFlow's default);
///   the output layer is the difference of the program's two classes, each of deviation 0.1 and
///   bias 0.1.
/// - `relgan` (Nie et al. 2019): truncated normal, of deviation sqrt(2 / inputs) for filters,
///   1 / sqrt(V) for embeddings and 1 / sqrt(inputs) elsewhere; biases 0. (The program's highway
///   has no biases.)
/// - `torch`: embeddings normal of deviation 1, all else uniform within 1 / sqrt(inputs).
/// @throws UsageError for another name.
void draw_convolutional_weights(std::string_view name, const torch::nn::Module& network,
                                RandomStream stream);

}  // namespace lingan
