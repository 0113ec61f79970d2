// sharp as every process of ours uses it: nothing of a picture is kept behind what was asked.
import sharp from 'sharp';

sharp.cache(false);

export { sharp };
