"""Sentences translated by hand, one for each thing that can go wrong in English → French."""

from __future__ import annotations

SENTENCES = {
    # the showcase
    "the black cat does not eat the fish because it is hungry": (
        "le chat noir ne mange pas le poisson parce qu' il est affamé"
    ),
    "the animal does not cross the street because it is too tired": (
        "l' animal ne traverse pas la rue parce qu' il est trop fatigué"
    ),
    "the animal does not cross the street because it is too wide": (
        "l' animal ne traverse pas la rue parce qu' elle est trop large"
    ),
    # articles, elision, silent and aspirated h
    "the dog sleeps": "le chien dort",
    "the cow sleeps": "la vache dort",
    "the bee sleeps": "l' abeille dort",
    "the bird sleeps": "l' oiseau dort",
    "the man sings": "l' homme chante",
    "the hero sings": "le héros chante",
    "the owl waits": "le hibou attend",
    "she hides the axe": "elle cache la hache",
    "she hides the clock": "elle cache l' horloge",
    "we drink the water": "nous buvons l' eau",
    "the old hotel is expensive": "le vieil hôtel est cher",
    "a queen sings": "une reine chante",
    "an owl sleeps": "un hibou dort",
    # plurals
    "the horses wait": "les chevaux attendent",
    "the animals play": "les animaux jouent",
    "the owls sleep": "les hiboux dorment",
    "the mice eat the cakes": "les souris mangent les gâteaux",
    "the heroes sell the boats": "les héros vendent les bateaux",
    "these bears drink milk": None,
    "these bears drink the milk": "ces ours boivent le lait",
    # adjectives: place, agreement, forms before a vowel
    "the big cat sleeps": "le grand chat dort",
    "the small white mouse plays": "la petite souris blanche joue",
    "the beautiful bird sings": "le bel oiseau chante",
    "the beautiful bird waits": "le bel oiseau attend",
    "the beautiful birds wait": "les beaux oiseaux attendent",
    "the beautiful bees wait": "les belles abeilles attendent",
    "the old man sees the old tree": "le vieil homme voit le vieil arbre",
    "the old men see the old trees": "les vieux hommes voient les vieux arbres",
    "the old hero works": "le vieux héros travaille",
    "the old owl sleeps": "le vieux hibou dort",
    "she sees the new plane": "elle voit le nouvel avion",
    "she sees the new planes": "elle voit les nouveaux avions",
    "she sees the new car": "elle voit la nouvelle voiture",
    "the red box is heavy": "la boîte rouge est lourde",
    "the grey hens are sick": "les poules grises sont malades",
    "he wants the good fish": "il veut le bon poisson",
    "he wants fresh apples": None,
    "he wants the fresh apples": "il veut les pommes fraîches",
    "he wants the fresh cheese": "il veut le fromage frais",
    "i read a long letter": None,
    "i read an interesting letter": "je lis une lettre intéressante",
    # demonstratives and possessives
    "this dog is small": "ce chien est petit",
    "this tree is green": "cet arbre est vert",
    "this man is happy": "cet homme est heureux",
    "this hero is happy": "ce héros est heureux",
    "this woman is happy": "cette femme est heureuse",
    "my hen sleeps": "ma poule dort",
    "my bee sleeps": "mon abeille dort",
    "my old bee sleeps": "ma vieille abeille dort",
    "he opens his box": "il ouvre sa boîte",
    "he likes her orange": "il aime son orange",
    "she sells his axe": "elle vend sa hache",
    "she reads his story": "elle lit son histoire",
    "we wash our cars": "nous lavons nos voitures",
    "we wash our car": "nous lavons notre voiture",
    # pronouns and verbs
    "i like the soup": "j' aime la soupe",
    "i hear the wolf": None,
    "i hear the goat": "j' entends la chèvre",
    "you buy a hat": "tu achètes un chapeau",
    "we buy an umbrella": "nous achetons un parapluie",
    "we eat an egg": "nous mangeons un œuf",
    "you want the key": "tu veux la clé",
    "they sleep": None,
    "i am sick": "je suis malade",
    "you are not sad": "tu n' es pas triste",
    "we are very sad": "nous sommes très tristes",
    "i am tired": None,
    "he is tired": "il est fatigué",
    "she is tired": "elle est fatiguée",
    # negation
    "he does not sleep": "il ne dort pas",
    "i do not like the cheese": "je n' aime pas le fromage",
    "the girls do not open the windows": "les filles n' ouvrent pas les fenêtres",
    "the house is not old": "la maison n' est pas vieille",
    "the houses are not old": "les maisons ne sont pas vieilles",
    "he does not eat an apple": "il ne mange pas de pomme",
    "he does not eat an orange": "il ne mange pas d' orange",
    "she does not see an owl": "elle ne voit pas de hibou",
    "we do not buy an old clock": "nous n' achetons pas de vieille horloge",
    # places, de and à fused with their article
    "paul sleeps in the garden": "paul dort dans le jardin",
    "the hen waits under the bed": "la poule attend sous le lit",
    "the goat plays near the river": "la chèvre joue près de la rivière",
    "the goat plays near the bridge": "la chèvre joue près du pont",
    "the goat plays near the hotel": "la chèvre joue près de l' hôtel",
    "the goat plays near my house": "la chèvre joue près de ma maison",
    "the goat plays near the old tree": "la chèvre joue près du vieil arbre",
    "the women wait in front of the school": "les femmes attendent devant l' école",
    "i work at the market": "je travaille au marché",
    "i work at the school": "je travaille à l' école",
    "i work at this hotel": "je travaille à cet hôtel",
    "the boy hides the hat of the king": "le garçon cache le chapeau du roi",
    "the boy hides the hat of the kings": "le garçon cache le chapeau des rois",
    "the boy hides the hat of the queen": "le garçon cache le chapeau de la reine",
    "the boy hides the hat of the man": "le garçon cache le chapeau de l' homme",
    "the boy hides the hat of the hero": "le garçon cache le chapeau du héros",
    "the boy hides the hat of alice": "le garçon cache le chapeau d' alice",
    "the boy hides the hat of marie": "le garçon cache le chapeau de marie",
    "the door of the house is broken": "la porte de la maison est cassée",
    # what “it” stands for
    "the cow does not eat the bread because it is hungry": (
        "la vache ne mange pas le pain parce qu' elle est affamée"
    ),
    "the cow does not eat the bread because it is cold": (
        "la vache ne mange pas le pain parce qu' il est froid"
    ),
    "the cows do not eat the bread because they are happy": (
        "les vaches ne mangent pas le pain parce qu' elles sont heureuses"
    ),
    "the woman does not buy the hats because they are too expensive": (
        "la femme n' achète pas les chapeaux parce qu' ils sont trop chers"
    ),
    "the girl sleeps because she is not sad": "la fille dort parce qu' elle n' est pas triste",
    "i sing because i am sad": "je chante parce que je suis triste",
    "we do not work because we are sick": "nous ne travaillons pas parce que nous sommes malades",
    "arthur repairs the bicycle because it is broken": (
        "arthur répare le vélo parce qu' il est cassé"
    ),
    "alice sleeps under the tree because she is very tired": (
        "alice dort sous l' arbre parce qu' elle est très fatiguée"
    ),
    # no sentence of the world: wrong English, or more than one reading
    "the cat sleep": None,
    "the cats sleeps": None,
    "a owl sleeps": None,
    "an cat sleeps": None,
    "the cat not sleeps": None,
    "the cat do not sleep": None,
    "the cat does not sleeps": None,
    "the cat eats": None,
    "the cat sleeps sleeps": None,
    "the cat is sad because": None,
    "the cat eats the fish the fish": None,
    "the cat sleeps the fish": None,
    "the black small cat sleeps": None,
    "the big man sleeps": None,
    "these cat sleeps": None,
    "the cat sleeps because he is tired": None,
    "the cat sleeps because it are tired": None,
    "the boy sleeps because it is tired": None,
    "the cat sleeps because it is broken": None,
    "the cat sees the dog because it is hungry": None,
    "the boy hides the hat of the king because he is sad": None,
    "paul reads the letter in the garden because it is long": None,
    "the cat sleeps because it": None,
    "the cat is": None,
    "the cat sleeps on": None,
    "the cat looks the fish": None,
    "the paul sleeps": None,
    "my woman sleeps": None,
}
