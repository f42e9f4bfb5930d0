/// The options of the objective `mutual-information`.
#pragma once

namespace lingan {

/// `[objective.mutual-information]`; mutual_information_card.cc has the ranges.
struct MutualInformationOptions {
  double generator_weight = 1.0;      ///< lambda in G's loss (InfoGAN: 1; MGAN: beta; MAD-GAN: 0)
  double discriminator_weight = 1.0;  ///< lambda in D's
};

}  // namespace lingan
