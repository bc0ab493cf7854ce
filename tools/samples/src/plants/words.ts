// prettier-ignore
export const firstNames = [
  'Ada', 'Amélie', 'Bodil', 'Carmen', 'Chidi', 'Dagny', 'Elif', 'Emre', 'Fatou', 'Gudrun',
  'Hanneke', 'Ingrid', 'Jürgen', 'Kaori', 'Leila', 'Łucja', 'Marisol', 'Mehdi', 'Nadia', 'Noémie',
  'Oksana', 'Paloma', 'Quentin', 'Rosalind', 'Sanne', 'Søren', 'Tamsin', 'Umberto', 'Vesna', 'Wanda',
  'Ximena', 'Yusuf', 'Zoë', 'Ainhoa', 'Bjørn', 'Cosima', 'Dorothea', 'Eszter', 'Florian', 'Greta',
] as const;

/** Three letters each; surnames are two of them and an ending. */
// prettier-ignore
export const syllables = [
  'bal', 'ben', 'bor', 'cal', 'cor', 'dal', 'den', 'dor', 'fal', 'fen',
  'gar', 'gil', 'hal', 'hem', 'jar', 'jol', 'kal', 'ken', 'kor', 'lam',
  'len', 'lor', 'mal', 'mer', 'mon', 'nar', 'nel', 'nor', 'pal', 'pem',
  'ral', 'ren', 'sal', 'sen', 'sor', 'tar', 'tem', 'tor', 'val', 'ven',
] as const;

/** None begins another. */
export const endings = [
  'berg',
  'quist',
  'ström',
  'ova',
  'ides',
  'well',
  'más',
  'kamp',
  'etti',
  'dóttir',
  'oğlu',
  'yama',
] as const;

/** Reserved for documentation by RFC 2606. */
export const mailHosts = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example.com',
  'post.example.org',
  'clinic.example.net',
] as const;

// prettier-ignore
export const cities = [
  '10115 Berlin', '75011 Paris', '1012 AB Amsterdam', 'London N1 9GU', 'Springfield, IL 62701', '20095 Hamburg',
  '1050 Bruxelles', '28004 Madrid', 'Portland, OR 97205', '8001 Zürich', 'Leeds LS1 4AP', '00-001 Warszawa',
] as const;

export const streets = ['Street', 'Avenue', 'Lane', 'Road', 'Gasse', 'Weg'] as const;

/** 555-0100 to 555-0199 of each area code are kept free for fiction by NANPA. */
export const usAreaCodes = (
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 ' +
  '253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 ' +
  '321 323 325 330 334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 ' +
  '419 423 425 430 432 434 435 440 443 469 478 479 480 484 501 502 503 504 505 507 508 509 510 512 513 515 516 517'
).split(' ');

/** Blocks of 10,000 numbers that ARCEP keeps free for fiction. */
export const frenchBlocks = ['19900', '26191', '35301', '46571', '53649', '63998'] as const;

/** Blocks of 1,000 numbers that Ofcom keeps free for drama. */
// prettier-ignore
export const ukBlocks = [
  '1134960', '1144960', '1154960', '1164960', '1174960', '1184960', '1214960', '1314960', '1414960', '1514960',
  '1614960', '1632960', '1914980', '2079460', '2896496', '2920180', '3069990', '7700900', '8081570', '9098790',
] as const;
